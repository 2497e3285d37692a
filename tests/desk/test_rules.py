"""What the desk proposes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from matching.calendar import TOKYO
from matching.desk.rules import default_answer_by

SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("2026-11-24 12:20", "2026-11-26 12:00"),
        ("2026-11-24 23:10", "2026-11-26 20:00"),  # nobody answers at night
        ("2026-11-24 04:00", "2026-11-25 20:00"),
        ("2026-11-26 12:20", "2026-11-27 09:00"),  # the day before the start
        ("2026-11-28 05:00", "2026-11-28 07:00"),  # too soon: half of what is left
    ],
)
def test_an_answer_is_wanted_in_two_days_by_day_and_before_it_starts(
    asked: str, answer: str
) -> None:
    now = datetime.fromisoformat(asked).replace(tzinfo=TOKYO)

    assert default_answer_by(SATURDAY, now) == datetime.fromisoformat(answer).replace(tzinfo=TOKYO)


def test_what_has_no_day_yet_is_answered_within_two_days() -> None:
    now = datetime(2026, 11, 24, 21, 30, tzinfo=TOKYO)

    assert default_answer_by(None, now) == now.replace(hour=20, minute=0) + timedelta(days=2)
