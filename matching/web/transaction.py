"""One database session per request; the door commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from matching.db import Database

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    """The database of the running application."""
    held: Database = current_app.extensions["database"]
    return held


def session() -> Session:
    """This request's session; one that refuses to write while a page is only shown."""
    if "session" not in g:
        g.session = database().read() if request.method in READING else database().write()
    held: Session = g.session
    return held


@contextmanager
def committing() -> Iterator[Session]:
    """Everything inside is kept together or not at all."""
    held = session()
    try:
        yield held
        held.commit()
    except BaseException:
        held.rollback()
        raise


def give_up() -> None:
    """The database has failed this request: nothing more is asked of it, not even who this is."""
    close()
    g.given_up = True


def given_up() -> bool:
    """Whether the page must be drawn without the database."""
    return bool(g.get("given_up", False))


def close(_error: BaseException | None = None) -> None:
    held: Session | None = g.pop("session", None)
    if held is not None:
        held.close()


def init(app: Flask, held: Database) -> None:
    app.extensions["database"] = held
    app.teardown_appcontext(close)
