"""Who may open what: everything is denied until a view declares its access."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin
from flask_login import current_user as _current_user
from sqlalchemy import Select

from matching import clock
from matching.accounts import actions, queries
from matching.accounts.models import Person, SignIn
from matching.accounts.queries import hashed
from matching.accounts.rules import LIMITS, Role, Tried, network
from matching.i18n import _
from matching.web.transaction import committing, given_up, session

current_user: Any = _current_user  # a proxy for Visitor or Flask-Login's anonymous user
V = TypeVar("V", bound=Callable[..., Any])
T = TypeVar("T")


class Visitor(UserMixin):
    """The signed-in person of this request, as Flask-Login wants to see it."""

    def __init__(self, token: str, sign_in: SignIn) -> None:
        self.token = token
        self.sign_in = sign_in

    def get_id(self) -> str:
        return self.token


def public(view: V) -> V:
    """Everybody may open this page."""
    view.access = None  # type: ignore[attr-defined]
    return view


def signed_in(*roles: Role) -> Callable[[V], V]:
    """Only signed-in people may; with roles, only those who have one of them."""

    def declare(view: V) -> V:
        view.access = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return declare


def me_or_nobody() -> Person | None:
    """The signed-in person, if any; nobody where the database cannot be asked."""
    if given_up():
        return None
    return current_user.sign_in.person if current_user.is_authenticated else None


def me() -> Person:
    """The signed-in person.

    Raises:
        Unauthorized: nobody is signed in (the page was declared `public`).
    """
    person = me_or_nobody()
    if person is None:
        abort(401)
    return person


def my_sign_in() -> SignIn:
    """The signed-in browser of this request."""
    me()
    return cast(SignIn, current_user.sign_in)


def one(statement: Select[T], may: Callable[[Person, T], bool]) -> T:
    """The one row this statement selects, if the signed-in person may.

    Raises:
        NotFound: there is no such row.
        Forbidden: there is, but not for this person.
    """
    row = session().scalars(statement).unique().one_or_none()
    if row is None:
        abort(404)
    if not may(me(), row):
        abort(403)
    return row


def hold_back(what: Tried, whom: str) -> None:
    """Count this try, for whom it is about and where it comes from, and keep the count.

    First thing in a view, before anything else is written.

    Raises:
        TooManyRequests: more often than the limits allow.
    """
    now = clock.now()
    keys = (f"{what}:{hashed(whom)}", f"{what}-from:{network(request.remote_addr or '')}")
    with committing() as counting:
        allowed = [
            actions.count_attempt(counting, key, limit=limit.most, window=limit.window, now=now)
            for key, limit in zip(keys, LIMITS[what], strict=True)
        ]
    if not all(allowed):
        abort(429)


def _load(token: str) -> Visitor | None:
    if given_up():
        return None
    row = session().scalars(queries.sign_in(token, clock.now())).unique().one_or_none()
    return Visitor(token, row) if row else None


def may_open(endpoint: str, person: Person | None) -> bool:
    """Whether the access declared at the view lets this person in."""
    view = current_app.view_functions.get(endpoint)
    needed = cast(frozenset[Role] | None, getattr(view, "access", frozenset(Role)))
    if needed is None:
        return True
    return person is not None and (not needed or person.is_any(*needed))


def _guard() -> ResponseReturnValue | None:
    """Before every request: what was not declared is closed."""
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page: 404 follows
    if not hasattr(current_app.view_functions[endpoint], "access"):
        current_app.logger.error("endpoint %s declares no access", endpoint)
        abort(403)
    if may_open(endpoint, None) or may_open(endpoint, me_or_nobody()):
        return None
    if me_or_nobody() is None:
        return _to_sign_in()
    abort(403)


def _to_sign_in() -> ResponseReturnValue:
    if request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    abort(401)


@dataclass(frozen=True)
class MenuEntry:
    """A line of the menu; shown to whoever may open it."""

    label: str
    endpoint: str


def init(app: Flask, menu: Sequence[MenuEntry]) -> None:
    manager = LoginManager(app)
    manager.session_protection = cast(Any, None)  # sessions live in the database; see SignIn
    manager.user_loader(_load)
    public(app.view_functions["static"])
    app.before_request(_guard)

    @app.context_processor
    def who() -> dict[str, object]:
        person = me_or_nobody()
        return {
            "me": person,
            "menu": list(_menu(menu, person)),
            "is_staff": person and person.is_staff,
        }


def _menu(entries: Sequence[MenuEntry], person: Person | None) -> Iterator[dict[str, object]]:
    for entry in entries:
        if may_open(entry.endpoint, person):
            url = url_for(entry.endpoint)
            yield {"label": _(entry.label), "url": url, "current": _is_here(url)}


def _is_here(url: str) -> bool:
    """Its own page, or one whose address lies below it."""
    here = request.script_root + request.path
    return here == url or here.startswith(f"{url}/")
