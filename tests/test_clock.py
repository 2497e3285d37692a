"""The wall clock gives aware instants and the city's date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine

from matching import clock


def test_now_is_in_utc():
    with time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
        assert clock.now().utcoffset() is not None


def test_today_is_the_date_in_the_city_not_in_utc():
    with time_machine.travel(datetime(2026, 3, 31, 15, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 4, 1)
