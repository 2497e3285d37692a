"""Statements behind map and calendar: how what was found is spread over districts and days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from matching.board.queries.conditions import conditions, soonest, wanting
from matching.board.rules import MOST_ANY_DAY, MOST_OF_A_DAY, Filters, midnight
from matching.needs.models import Need, Slot

LAST = 6
"""Sunday, counted from Monday."""


def by_district(filters: Filters, now: datetime) -> Select[int | None, int]:
    """Each district with how many needs with places it has; None for those that name none."""
    kept = select(Need.district_id, func.count()).where(wanting(now), *conditions(filters, now))
    return kept.group_by(Need.district_id)


def week(
    filters: Filters, now: datetime, first: date
) -> Select[Need, datetime, datetime, int, int]:
    """The first few needs of each day: need, start, end, which day (0 = Monday), how many that day."""
    slot = aliased(Slot)  # the conditions have a slot of their own
    ends = [midnight(first + timedelta(days=day + 1)) for day in range(LAST + 1)]
    day = case(*((slot.starts_at < ends[n], n) for n in range(LAST)), else_=LAST)
    rows = (
        select(
            slot.need_id,
            slot.starts_at,
            slot.ends_at,
            day.label("day"),
            func.row_number()
            .over(partition_by=day, order_by=(slot.starts_at, slot.id))
            .label("at"),
            func.count().over(partition_by=day).label("of_day"),
        )
        .join(Need, Need.id == slot.need_id)
        .where(wanting(now), ~Need.flexible, *conditions(filters, now))
        .where(slot.starts_at >= max(midnight(first), now), slot.starts_at < ends[LAST])
        .subquery()
    )
    return (
        select(Need, rows.c.starts_at, rows.c.ends_at, rows.c.day, rows.c.of_day)
        .join(rows, rows.c.need_id == Need.id)
        .where(rows.c.at <= MOST_OF_A_DAY)
        .order_by(rows.c.starts_at, Need.id)
        .options(joinedload(Need.district))
    )


def any_day(filters: Filters, now: datetime, first: date) -> Select[Need]:
    """Needs that could be done on some day of the week, one more than are shown."""
    last = first + timedelta(days=LAST)
    kept = select(Need).where(wanting(now), Need.flexible, *conditions(filters, now))
    possible = (
        or_(Need.from_on.is_(None), Need.from_on <= last),
        or_(Need.to_on.is_(None), Need.to_on >= first),
    )
    shown = kept.where(*possible).order_by(*soonest(now)).limit(MOST_ANY_DAY + 1)
    return shown.options(joinedload(Need.district))
