"""Statements about districts."""

from __future__ import annotations

from sqlalchemy import Select, select

from matching.districts.models import District


def districts() -> Select[District]:
    """All districts in the city's own order."""
    return select(District).order_by(District.code)


def with_code(code: str) -> Select[District]:
    """The district with this code, if there is one."""
    return select(District).where(District.code == code)


CENTRES = select(District.id, District.name, District.lat, District.lng).order_by(District.code)


def centres() -> Select[int, str, float, float]:
    """Number, name and middle of every district, in the city's own order."""
    return CENTRES
