"""Pages of matches, and of needs together with their helpers."""

from matching.matches.views import answers as answers
from matching.matches.views import feeds as feeds
from matching.matches.views import needs as needs
from matching.matches.views import officers as officers
from matching.matches.views import settling as settling
from matching.matches.views import shutting as shutting
from matching.matches.views.door import bp as bp
