"""Why a need suits somebody: one short reason from what they offer."""

from __future__ import annotations

from collections.abc import Iterator

from matching.board.rules import NEAR_KM, touched
from matching.board.words import skill
from matching.geo import Place, haversine_km, km_words
from matching.i18n import N_, _
from matching.needs.models import Need
from matching.offers.models import Offer
from matching.offers.rules import LEVEL_VALUE, Level

SKILL_WORDS = {
    Level.GOOD: N_("得意：%(skill)s"),
    Level.CAN: N_("できる：%(skill)s"),
    Level.TRY: N_("やってみたい：%(skill)s"),
}


def reason(offer: Offer | None, need: Need) -> str:
    """The strongest reason, or nothing: a skill, the district, the free hours, nearness."""
    return next(_reasons(offer, need), "") if offer else ""


def _reasons(offer: Offer, need: Need) -> Iterator[str]:
    wished = {wish.skill for wish in need.wished}
    held = [have for have in offer.skills if have.skill in wished]
    if held:
        best = max(held, key=lambda have: LEVEL_VALUE[have.level])
        yield _(SKILL_WORDS[best.level], skill=skill(best.skill))
    if need.district_id is not None and not need.remote:
        if need.district_id == offer.home_district_id:
            yield _("同じ地区")
        if need.district_id in {area.district_id for area in offer.areas}:
            yield _("手伝いたい地区")
    if _is_free(offer, need):
        yield _("空いている時間")
    yield from _near(offer, need)


def _is_free(offer: Offer, need: Need) -> bool:
    """A whole slot lies in the usual free hours; flexible needs suit nearly everybody."""
    week = offer.week or frozenset()
    if need.flexible:
        return False
    return any(touched(slot.starts_at, slot.ends_at) <= week for slot in need.slots)


def _near(offer: Offer, need: Need) -> Iterator[str]:
    home, there = offer.home_district, need.district
    if home and there and not need.remote:
        km = haversine_km(Place(home.lat, home.lng), Place(there.lat, there.lng))
        if km <= NEAR_KM:
            yield _("%(km)sほどの近さ", km=km_words(km))
