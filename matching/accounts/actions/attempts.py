"""Counting what may not happen too often, in the database and so across processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matching.accounts.models import Attempt, SignIn, SignInCode
from matching.accounts.rules import DAY, window_start

INSERTS: Mapping[str, Callable[..., Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def count_attempt(
    session: Session, key: str, *, limit: int, window: timedelta, now: datetime
) -> bool:
    """Count one try under this key; False when there were more than `limit` in this window.

    One statement, so that no two processes read the same count. Commit it before anything
    else is tried: what fails afterwards must not undo the count.
    """
    values = {"key": key, "window": window_start(now, window), "hits": 1}
    insert = INSERTS[session.get_bind().dialect.name](Attempt).values(values)
    counted = insert.on_conflict_do_update(
        index_elements=[Attempt.key, Attempt.window], set_={"hits": Attempt.hits + 1}
    ).returning(Attempt.hits)
    hits: int = session.execute(counted).scalar_one()
    return hits <= limit


def forget_expired(session: Session, *, now: datetime) -> int:
    """Delete counts, codes and sign-ins whose time is over."""
    over = (
        delete(Attempt).where(Attempt.window < now - DAY),
        delete(SignInCode).where(SignInCode.expires_at < now - DAY),
        delete(SignIn).where(SignIn.expires_at <= now),
    )
    return sum(_deleted(session.execute(statement)) for statement in over)


def _deleted(result: Any) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
