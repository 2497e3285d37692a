"""What people and staff do with accounts, one function per verb."""

from matching.accounts.actions.attempts import count_attempt as count_attempt
from matching.accounts.actions.attempts import forget_expired as forget_expired
from matching.accounts.actions.passwords import change_password as change_password
from matching.accounts.actions.passwords import person_by_password as person_by_password
from matching.accounts.actions.people import add_phone as add_phone
from matching.accounts.actions.people import change_profile as change_profile
from matching.accounts.actions.people import change_roles as change_roles
from matching.accounts.actions.people import disable as disable
from matching.accounts.actions.people import enable as enable
from matching.accounts.actions.people import grant as grant
from matching.accounts.actions.people import record_caller as record_caller
from matching.accounts.actions.people import revoke as revoke
from matching.accounts.actions.people import sign_up as sign_up
from matching.accounts.actions.signing import ask as ask
from matching.accounts.actions.signing import follow_link as follow_link
from matching.accounts.actions.signing import sign_in as sign_in
from matching.accounts.actions.signing import sign_out as sign_out
from matching.accounts.actions.signing import sign_out_everywhere as sign_out_everywhere
from matching.accounts.actions.signing import try_code as try_code
