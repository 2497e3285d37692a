"""What people and staff do with organisations, one function per verb."""

from matching.organizations.actions.affiliations import claim_affiliation as claim_affiliation
from matching.organizations.actions.affiliations import decide_affiliation as decide_affiliation
from matching.organizations.actions.affiliations import hide_activity as hide_activity
from matching.organizations.actions.affiliations import share_activity as share_activity
from matching.organizations.actions.affiliations import withdraw_claim as withdraw_claim
from matching.organizations.actions.domains import add_domain as add_domain
from matching.organizations.actions.domains import confirm_domain as confirm_domain
from matching.organizations.actions.domains import doubt_domain as doubt_domain
from matching.organizations.actions.domains import load_masters as load_masters
from matching.organizations.actions.domains import remove_domain as remove_domain
from matching.organizations.actions.officers import accept_invitation as accept_invitation
from matching.organizations.actions.officers import decline_invitation as decline_invitation
from matching.organizations.actions.officers import dismiss as dismiss
from matching.organizations.actions.officers import invite as invite
from matching.organizations.actions.sheets import apply as apply
from matching.organizations.actions.sheets import decide as decide
from matching.organizations.actions.sheets import edit as edit
