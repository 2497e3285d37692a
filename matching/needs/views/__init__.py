"""Pages for those who ask: step by step, on one sheet, their list, pictures."""

from matching.needs.views import asking, mine, photos, sheets
from matching.needs.views.door import bp

__all__ = ["asking", "bp", "mine", "photos", "sheets"]
