"""Distances between places."""

from __future__ import annotations

import pytest

from matching.geo import Place, by_distance, haversine_km, km_words, middle, nearest

STATION = Place(35.6668, 138.5687)
CASTLE = Place(35.6653, 138.5711)
TOKYO = Place(35.6812, 139.7671)


def test_a_place_is_no_distance_from_itself():
    assert haversine_km(STATION, STATION) == 0


def test_distances_are_those_of_the_map_in_both_directions():
    assert haversine_km(STATION, CASTLE) == pytest.approx(0.27, abs=0.01)
    assert haversine_km(STATION, TOKYO) == pytest.approx(108.3, abs=0.3)
    assert haversine_km(TOKYO, STATION) == haversine_km(STATION, TOKYO)


def test_the_other_side_of_the_earth_is_half_its_girth():
    assert haversine_km(Place(0, 0), Place(0, 180)) == pytest.approx(20015.1, abs=0.1)


@pytest.mark.parametrize("lat_lng", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_what_is_not_on_earth_is_no_place(lat_lng):
    with pytest.raises(ValueError, match="no place"):
        Place(*lat_lng)


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (0, "0 m"),
        (0.347, "350 m"),
        (0.994, "990 m"),
        (0.996, "1.0 km"),
        (1.24, "1.2 km"),
        (9.94, "9.9 km"),
        (9.96, "10 km"),
        (14.2, "14 km"),
    ],
)
def test_distances_are_said_no_finer_than_they_are_known(km, words):
    assert km_words(km) == words


def test_the_nearest_centre_is_found_and_the_others_follow():
    centres = {"t": TOKYO, "c": CASTLE}
    assert nearest(STATION, centres) == "c"
    assert by_distance(STATION, centres) == ["c", "t"]


def test_the_middle_of_places_lies_between_them():
    assert middle([Place(35, 138), Place(36, 139)]) == Place(35.5, 138.5)
    with pytest.raises(ValueError, match="no places"):
        middle([])
