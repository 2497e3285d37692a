"""An offer in words: what a page, a candidate's card or a letter says of it."""

from __future__ import annotations

from datetime import date

from matching.calendar import day_words
from matching.i18n import _, language
from matching.offers.models import DayOff, Offer, Resource
from matching.offers.rules import LANGUAGE_WORDS, LEVEL_WORDS, TRAVEL_WORDS, Level
from matching.skills.rules import RESOURCE_WORDS, licences_by_code, skills_by_code
from matching.week import week_words


def giver(offer: Offer) -> str:
    """Whose offer it is."""
    return offer.organization.name if offer.organization else offer.person.display_name


def skills_words(offer: Offer) -> str:
    """得意：剪定／できる：草取り、雪かき; then what they wrote themselves."""
    known, parts = skills_by_code(), []
    for level in reversed(Level):
        held = {held.skill for held in offer.skills if held.level == level}
        names = [skill.name(language()) for code, skill in known.items() if code in held]
        if names:
            parts.append(
                _("%(level)s：%(skills)s", level=_(LEVEL_WORDS[level]), skills=_list(names))
            )
    return _("／").join([*parts, *([offer.interests] if offer.interests else [])])


def times_words(offer: Offer, today: date) -> str:
    """The usual week, and days away that are still to come."""
    away = [_absence(day) for day in offer.days_off if day.to_on >= today]
    parts = [week_words(offer.week, language())] if offer.week else []
    return _("／").join([*parts, *([_("休み：%(days)s", days=_list(away))] if away else [])])


def places_words(offer: Offer) -> str:
    """Where from, how and how far; the districts named."""
    parts = []
    if offer.home_district:
        parts.append(_("%(district)s地区から", district=offer.home_district.name))
    if offer.travel:
        parts.append(_(TRAVEL_WORDS[offer.travel]))
    if offer.radius_km:
        parts.append(_("%(km)s kmまで", km=offer.radius_km))
    if offer.areas:
        parts.append(_("手伝える地区%(count)sか所", count=len(offer.areas)))
    if offer.remote_ok:
        parts.append(_("電話・オンラインも可"))
    return _list(parts)


def languages_words(offer: Offer) -> str:
    """Languages and licences; what has run out is said to have."""
    spoken = [_(LANGUAGE_WORDS[code]) for code in offer.languages.split() if code in LANGUAGE_WORDS]
    known = licences_by_code()
    held = [known[one.licence].name(language()) for one in offer.licences if one.licence in known]
    return _("／").join(filter(None, [_list(spoken), _list(held)]))


def asks_words(offer: Offer) -> str:
    """How often, and whether at once when it is urgent."""
    if not offer.opted_in_at:
        return ""
    parts = [_("1か月に%(n)s回まで", n=offer.asks_per_month)]
    if offer.urgent_ok:
        parts.append(_("急ぎのときは別"))
    return _list(parts)


def resource_words(thing: Resource) -> str:
    """軽トラック（車）2台、平日 9–17時."""
    named = _(
        "%(name)s（%(kind)s）%(amount)s",
        name=thing.name,
        kind=_(RESOURCE_WORDS[thing.kind]),
        amount=f"{thing.quantity}{thing.unit}" if thing.unit or thing.quantity > 1 else "",
    ).strip()
    return _list([part for part in (named, week_words(thing.week, language())) if part])


def resources_words(offer: Offer) -> str:
    """Everything to lend or give."""
    return _("／").join(resource_words(thing) for thing in offer.resources)


def lines(offer: Offer, today: date) -> list[tuple[str, str]]:
    """The whole offer as (label, words), for a summary list."""
    found = [
        (_("できること"), skills_words(offer)),
        (_("時間"), times_words(offer, today)),
        (_("場所"), places_words(offer)),
        (_("言葉と免許"), languages_words(offer)),
        (_("お願いの頻度"), asks_words(offer)),
        (_("提供できるもの"), resources_words(offer)),
    ]
    if offer.organization_id:
        found.insert(1, (_("人数"), _("%(n)s人まで", n=offer.head_count)))
    return found


def _absence(day: DayOff) -> str:
    first, last = (day_words(on, language()) for on in (day.from_on, day.to_on))
    return first if first == last else f"{first}–{last}"


def _list(parts: list[str]) -> str:
    return (", " if language() == "en" else "、").join(parts)
