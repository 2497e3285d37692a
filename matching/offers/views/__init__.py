"""Pages of offers: one's own sheet, things to lend, and the register for coordinators."""

from matching.offers.views import resources as resources
from matching.offers.views import staff as staff
from matching.offers.views.sheet import bp as bp
