"""Due times are on the city's clock, and missed ones are caught up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matching.clockwork.rules import CatchUp, Job, retry_at
from matching.clockwork.slots import due, following, slots
from tests.make import NOON

THURSDAY_8 = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)


def nothing(session: Any, *, now: datetime) -> int:
    del session, now
    return 0


def minutes(found: list[datetime]) -> list[int]:
    return [int((slot - NOON) / timedelta(minutes=1)) for slot in found]


def test_thursday_at_eight_is_said_on_the_citys_clock() -> None:
    assert following("0 8 * * thu", NOON) == THURSDAY_8


def test_a_slot_begins_at_its_time_and_not_before() -> None:
    line = "0 8 * * thu"

    assert list(slots(line, NOON, THURSDAY_8 - timedelta(seconds=1))) == []
    assert list(slots(line, NOON, THURSDAY_8)) == [THURSDAY_8]
    assert list(slots(line, THURSDAY_8, THURSDAY_8 + timedelta(days=6))) == []


@pytest.mark.parametrize(
    ("catch_up", "found"), [(CatchUp.LATEST, [30]), (CatchUp.EACH, [10, 20, 30])]
)
def test_missed_slots_are_caught_up_as_the_job_wishes(catch_up: CatchUp, found: list[int]) -> None:
    job = Job("ten", "*/10 * * * *", nothing, catch_up)

    assert minutes(due(job, NOON, NOON + timedelta(minutes=35))) == found


def test_when_the_clock_is_put_back_nothing_is_due() -> None:
    job = Job("ten", "*/10 * * * *", nothing)

    assert due(job, NOON, NOON - timedelta(hours=2)) == []


def test_weekdays_are_said_by_name() -> None:
    with pytest.raises(ValueError, match="by name"):
        list(slots("0 8 * * 4", NOON, NOON))


def test_a_failed_slot_is_tried_three_times() -> None:
    assert [retry_at(attempts, NOON) for attempts in (1, 2, 3)] == [
        NOON + timedelta(minutes=1),
        NOON + timedelta(minutes=10),
        None,
    ]
