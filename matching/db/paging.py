"""Lists in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, TypeVarTuple, cast

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `number` counts from 1."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def has_prev(self) -> bool:
        return self.number > 1


def rows_of(
    session: Session, statement: Select[*Ts], number: int, size: int = 20
) -> Page[Row[*Ts]]:
    """Like `page_of`, of whole rows instead of their first column."""
    number, total = _place(session, cast(Select[Any], statement), number, size)
    rows = session.execute(statement.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, size, total)


def page_of(session: Session, statement: Select[T], number: int, size: int = 20) -> Page[T]:
    """The page with this number, in two statements; a number past the end gives the last page."""
    number, total = _place(session, statement, number, size)
    items = session.scalars(statement.limit(size).offset((number - 1) * size)).all()
    return Page(items, number, size, total)


def _place(session: Session, statement: Select[Any], number: int, size: int) -> tuple[int, int]:
    """The number of a page that exists, and how many rows there are in all."""
    counted = statement.order_by(None).options()
    total = session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    last = max(1, -(-total // size))
    return min(max(number, 1), last), total
