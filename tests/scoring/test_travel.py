"""Distances and travel times."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring.travel import (
    HALF_KM,
    KM_PER_HOUR,
    Travel,
    haversine_km,
    plane_km,
    reach_limit_km,
    travel_minutes,
)

KOFU = (35.6622, 138.5683)


def at(value):
    return np.array([value], dtype=np.float64)


def test_a_hundredth_of_a_degree_of_latitude_is_about_one_kilometre():
    assert plane_km(*KOFU, at(KOFU[0] + 0.01), at(KOFU[1]))[0] == pytest.approx(1.11195, abs=1e-4)


@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_the_plane_is_within_forty_metres_of_the_globe(north, east):
    lat, lng = at(KOFU[0] + north), at(KOFU[1] + east)
    assert plane_km(*KOFU, lat, lng) == pytest.approx(haversine_km(*KOFU, lat, lng), abs=0.04)


def test_an_unknown_place_is_an_unknown_distance():
    assert np.isnan(plane_km(*KOFU, at(np.nan), at(138.5)))
    assert np.isnan(plane_km(np.nan, np.nan, at(35.6), at(138.5)))


def test_the_way_over_the_date_line_is_short():
    assert plane_km(0.0, 179.99, at(0.0), at(-179.99))[0] < 3


def test_the_other_end_of_the_globe_is_half_its_girth_away():
    assert haversine_km(0.0, 0.0, at(0.0), at(180.0))[0] == pytest.approx(20015.1, abs=0.1)


def test_three_kilometres_at_four_an_hour_take_three_quarters_of_one():
    assert travel_minutes(at(3), at(4)).tolist() == [45]


@pytest.mark.parametrize("speed", [0.0, -1.0, np.nan])
def test_nobody_travels_at_no_speed(speed):
    with pytest.raises(ValueError, match="speed"):
        travel_minutes(at(3), at(speed))


def test_the_nearer_of_two_stated_limits_holds():
    km = reach_limit_km(
        np.array([5, np.nan, 5, np.nan]),
        np.array([np.nan, 30, 30, np.nan]),
        np.array([4.0, 4.0, 4.0, 4.0]),
    )
    np.testing.assert_equal(km, [5, 2, 2, np.nan])


def test_every_way_of_travel_has_its_distance_and_speed():
    assert set(HALF_KM) == set(KM_PER_HOUR) == set(Travel)
    assert (HALF_KM[Travel.FOOT], HALF_KM[Travel.CAR]) == (2, 5)
