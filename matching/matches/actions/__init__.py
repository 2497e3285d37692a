"""Verbs of a match (propose, offer, accept, … cancel) and of the calendars it stands in."""

from matching.matches.actions.answering import accept as accept
from matching.matches.actions.answering import apply as apply
from matching.matches.actions.answering import decline as decline
from matching.matches.actions.asking import LinkMaker as LinkMaker
from matching.matches.actions.asking import Reasons as Reasons
from matching.matches.actions.asking import expire as expire
from matching.matches.actions.asking import offer as offer
from matching.matches.actions.asking import propose as propose
from matching.matches.actions.feeds import subscribe as subscribe
from matching.matches.actions.feeds import unsubscribe as unsubscribe
from matching.matches.actions.officers import remove_officer as remove_officer
from matching.matches.actions.settling import cancel as cancel
from matching.matches.actions.settling import complete as complete
from matching.matches.actions.settling import confirm as confirm
from matching.matches.actions.settling import miss as miss
