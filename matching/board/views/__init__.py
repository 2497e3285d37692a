"""Pages of the public face: the board, one need on screen and on paper, feeds, my page."""

from matching.board.views import feeds, listing, paper, start
from matching.board.views.pages import bp

__all__ = ["bp", "feeds", "listing", "paper", "start"]
