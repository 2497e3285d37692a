"""Places as latitude and longitude, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True)
class Place:
    """A point on the map in degrees (WGS 84)."""

    lat: float
    lng: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lng <= 180):
            raise ValueError(f"no place on earth: {self.lat}, {self.lng}")


def haversine_km(one: Place, two: Place) -> float:
    """Kilometres as the crow flies, for showing to people; scoring has its own flat plane.

    Source:
        R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (1984), p. 159.
    """
    lat1, lat2 = radians(one.lat), radians(two.lat)
    half_lng = radians(two.lng - one.lng) / 2
    root = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(half_lng) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, root)))


def km_words(km: float) -> str:
    """A distance as people read it: 350 m, 1.2 km, 14 km."""
    metres = round(km * 100) * 10
    if metres < 1000:
        return f"{metres} m"
    return f"{km:.1f} km" if km < 9.95 else f"{km:.0f} km"


def middle(places: Sequence[Place]) -> Place:
    """The mean of places near each other, such as the districts somebody helps in.

    Raises:
        ValueError: there are no places.
    """
    if not places:
        raise ValueError("no places, no middle")
    count = len(places)
    return Place(sum(p.lat for p in places) / count, sum(p.lng for p in places) / count)


def nearest(place: Place, centres: Mapping[str, Place]) -> str:
    """The code of the centre closest to a place, the first of equals.

    Raises:
        ValueError: there are no centres.
    """
    return min(centres, key=lambda code: haversine_km(place, centres[code]))


def by_distance(place: Place, centres: Mapping[str, Place]) -> list[str]:
    """The codes of all centres, the closest first."""
    return sorted(centres, key=lambda code: haversine_km(place, centres[code]))
