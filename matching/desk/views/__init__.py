"""The desk's pages: queues, one need with its candidates, intake, the week."""

from matching.desk.views import answers, intake, keys, needs, queues, week
from matching.desk.views.door import bp

__all__ = ["answers", "bp", "intake", "keys", "needs", "queues", "week"]
