"""Pieces of pages that were drawn before. What a piece shows is its key, so that none is out of date."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import current_app, request
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from matching.accounts.access import me_or_nobody
from matching.i18n import is_easy, language
from matching.web.assets import built

PLACE = "place-of-the-token"
"""Stands in a kept page where each visitor's own token belongs."""


def is_for_everybody() -> bool:
    """Nothing on the page is meant for this visitor alone: no name, no message after an action."""
    return me_or_nobody() is None and set(cookie) <= {"csrf_token"}


class Shown:
    """What a piece shows; long, and therefore hashed once only."""

    __slots__ = ("_hash", "what")

    def __init__(self, *what: Hashable) -> None:
        self.what = what
        self._hash = hash(what)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and self.what == other.what


class Kept:
    """At most so many pieces; the one that was not wanted for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pieces: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def piece(self, shows: Hashable, draw: Callable[[], str]) -> Markup:
        """The piece that shows this to a reader of this language; drawn where it is not kept."""
        key = Shown(shows, language(), is_easy(), request.script_root)
        with self._lock:
            kept = self._pieces.get(key)
            if kept is not None:
                self._pieces.move_to_end(key)
                return kept
        drawn = Markup(draw())  # noqa: S704 - what a template of ours has drawn
        with self._lock:
            self._pieces[key] = drawn
            while len(self._pieces) > self._most:
                self._pieces.popitem(last=False)
        return drawn

    def page(self, shows: Hashable, draw: Callable[[], str]) -> str:
        """A whole page for everybody, with this visitor's token in its forms.

        What the browser sends of its own (address, preferences) is part of what the page shows.
        """
        token = generate_csrf()  # type: ignore[no-untyped-call]
        own = current_app.config["SESSION_COOKIE_NAME"]
        sent = tuple(item for item in sorted(request.cookies.items()) if item[0] != own)
        key = (shows, request.url, sent, *built().values())
        return self.piece(key, lambda: draw().replace(token, PLACE)).replace(PLACE, token)
