"""Forms about signing in, signing up and people's entries."""

from matching.accounts.forms.addresses import district_of as district_of
from matching.accounts.forms.addresses import town_was_wanted as town_was_wanted
from matching.accounts.forms.fields import Email as Email
from matching.accounts.forms.fields import Year as Year
from matching.accounts.forms.fields import district_choices as district_choices
from matching.accounts.forms.fields import optional_id as optional_id
from matching.accounts.forms.fields import worded as worded
from matching.accounts.forms.names import NameForm as NameForm
from matching.accounts.forms.people import CallerForm as CallerForm
from matching.accounts.forms.people import ProfileForm as ProfileForm
from matching.accounts.forms.people import RolesForm as RolesForm
from matching.accounts.forms.people import SearchForm as SearchForm
from matching.accounts.forms.signing import CodeForm as CodeForm
from matching.accounts.forms.signing import NewPasswordForm as NewPasswordForm
from matching.accounts.forms.signing import PasswordForm as PasswordForm
from matching.accounts.forms.signing import SignInForm as SignInForm
from matching.accounts.forms.signing import SignUpForm as SignUpForm
