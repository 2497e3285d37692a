"""Pages of organisations: sheets, officers, the centre's list, universities and their students."""

from matching.organizations.views import officers, sheets, staff, universities
from matching.organizations.views.blueprint import bp as bp

assert officers
assert sheets
assert staff
assert universities
