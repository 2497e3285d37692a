"""Every table there is, for migrations and for making an empty database."""

from matching.accounts import models as accounts
from matching.audit import models as audit
from matching.certificates import models as certificates
from matching.clockwork import models as clockwork
from matching.districts import models as districts
from matching.exchange import models as exchange
from matching.mailbox import models as mailbox
from matching.matches import models as matches
from matching.needs import models as needs
from matching.offers import models as offers
from matching.organizations import models as organizations
from matching.outbox import models as outbox
from matching.outcomes import models as outcomes
from matching.plan import models as plan

__all__ = [
    "accounts", "audit", "certificates", "clockwork", "districts", "exchange", "mailbox", "matches", "needs", "offers",
    "organizations", "outbox", "outcomes", "plan",
]  # fmt: skip
