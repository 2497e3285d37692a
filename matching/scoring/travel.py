"""How far apart people and needs are, and how long the way takes."""

from collections.abc import Mapping
from enum import Enum

import numpy as np

from matching.scoring.arrays import Floats

EARTH_KM = 6371.0088  # mean radius of WGS 84
KM_PER_DEGREE = EARTH_KM * np.pi / 180


class Travel(Enum):
    """How somebody gets there."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    CAR = "car"


# Bicycle lies between the two distances that the scorer was measured with.
HALF_KM: Mapping[Travel, float] = {Travel.FOOT: 2.0, Travel.BICYCLE: 3.0, Travel.CAR: 5.0}
KM_PER_HOUR: Mapping[Travel, float] = {Travel.FOOT: 4.0, Travel.BICYCLE: 12.0, Travel.CAR: 30.0}


def plane_km(lat: float, lng: float, lats: Floats, lngs: Floats) -> Floats:
    """Kilometres from one need to every person, on a plane through the need.

    Args:
        lat, lng: the need, in degrees (WGS 84); nan when its place is unknown.
        lats, lngs: (p,) the people, in degrees; nan when their place is unknown.

    Returns:
        (p,) km, at least 0, as the crow flies; nan where either place is unknown.
        The plane is off by at most about 40 m at 25 km in the latitudes of Japan.
    """
    north = (lats - lat) * KM_PER_DEGREE
    turn = (lngs - lng + 180) % 360 - 180  # the short way round the globe
    east = turn * KM_PER_DEGREE * np.cos(np.radians((lats + lat) / 2))
    return np.hypot(north, east)


def haversine_km(lat: float, lng: float, lats: Floats, lngs: Floats) -> Floats:
    """Kilometres on the globe from one need to every person, for showing to people.

    Args, returns: as `plane_km`.

    Source:
        Haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (1984),
        p. 159.
    """
    phi, phis = np.radians(lat), np.radians(lats)
    up = np.sin((phis - phi) / 2) ** 2
    across = np.sin(np.radians(lngs - lng) / 2) ** 2
    half_chord = np.sqrt(up + np.cos(phi) * np.cos(phis) * across)
    km: Floats = 2 * EARTH_KM * np.arcsin(np.minimum(half_chord, 1))  # rounding may pass 1
    return km


def travel_minutes(km: Floats, km_per_hour: Floats) -> Floats:
    """Minutes of travel for each person, as the crow flies.

    Args:
        km: (p,) distances, at least 0; nan when unknown.
        km_per_hour: (p,) usual speed of each person, in km/h, above 0.

    Returns:
        (p,) minutes, at least 0; nan where the distance is unknown.

    Raises:
        ValueError: a speed is 0 or less, or unknown.
    """
    if not (km_per_hour > 0).all():
        raise ValueError("a speed must be above 0 km/h")
    return km / km_per_hour * 60


def reach_limit_km(reach_km: Floats, reach_minutes: Floats, km_per_hour: Floats) -> Floats:
    """How far each person goes: the radius or the travel time they stated, the nearer of both.

    Args:
        reach_km, reach_minutes: (p,) stated limits, at least 0; nan when not stated.
        km_per_hour: (p,) usual speed, above 0.

    Returns:
        (p,) km; nan when neither limit is stated.
    """
    return np.fmin(reach_km, reach_minutes * km_per_hour / 60)
