"""Lists in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
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


def page_of(session: Session, statement: Select[T], number: int, size: int = 20) -> Page[T]:
    """The page with this number, in two statements; a number past the end gives the last page."""
    counted = statement.order_by(None).options()
    total = session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    last = max(1, -(-total // size))
    number = min(max(number, 1), last)
    items = session.scalars(statement.limit(size).offset((number - 1) * size)).all()
    return Page(items, number, size, total)
