"""Two small cities, drawn once."""

import pytest

from benchmarks.simulator.city import City, city
from benchmarks.simulator.setting import Setting

SMALL = Setting(people=250, days=28, needs_a_day=2.0)


@pytest.fixture(scope="session")
def small_city() -> City:
    """A city of 250 people and four weeks."""
    return city(SMALL, 1)
