"""What every template may use: words, dates, numbers, addresses of other pages of a list."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import urlencode

from flask import Flask, g, request, url_for
from markupsafe import Markup
from werkzeug.routing import IntegerConverter, Map

from matching import calendar, clock, i18n
from matching.web.assets import asset
from matching.web.fields import MOST_ID, phone_words


def page_url(number: int) -> str:
    """This list at another page, its filters kept."""
    arguments = request.args.to_dict(flat=False) | {"page": [str(number)]}
    # Not as arguments of url_for, which gives names such as _scheme a meaning of its own.
    return (
        f"{url_for(request.endpoint or '', **request.view_args or {})}?{urlencode(arguments, True)}"
    )


def minutes(amount: int | None) -> str:
    """2時間30分; nothing is rounded away."""
    return "" if amount is None else calendar.minutes_words(amount, i18n.language())


def day(on: date | None) -> str:
    return "" if on is None else calendar.day_words(on, i18n.language())


def wareki(on: date | None) -> str:
    """令和8年11月28日(土), as officials read."""
    return "" if on is None else calendar.date_words(on, i18n.language())


def full_day(on: date | None) -> str:
    """令和8年11月23日(月) 勤労感謝の日, beside where a date is chosen."""
    return "" if on is None else calendar.full_words(on, i18n.language())


def holiday_table() -> str:
    """The holidays around this year as JSON, for the first date field of a page; then empty."""
    if g.get("has_holiday_table"):
        return ""
    g.has_holiday_table = True
    return _holidays(clock.today().year, i18n.language())


@cache
def _holidays(year: int, language: str) -> str:
    first = date(year - 1, 1, 1)
    days = (first + timedelta(days=number) for number in range(3 * 366))
    named = {day.isoformat(): calendar.holiday_words(day, language) for day in days}
    return json.dumps({day: name for day, name in named.items() if name}, ensure_ascii=False)


def instant(at: datetime | None) -> str:
    return "" if at is None else calendar.instant_words(at, i18n.language())


def span(start: datetime, end: datetime) -> str:
    return calendar.span_words(start, end, i18n.language())


def fiscal_year(year: int) -> str:
    return calendar.fiscal_year_name(year, i18n.language())


def number(amount: float) -> str:
    return f"{amount:,}"


def phone(value: str | None) -> str:
    """A telephone number, which stays whole where a line breaks."""
    return Markup('<span class="keep">{}</span>').format(phone_words(value)) if value else ""


class RecordId(IntegerConverter):
    """`<id:…>` in an address: what no row can have as its number is no page (404)."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST_ID)


def init(app: Flask) -> None:
    app.url_map.converters["id"] = RecordId
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.raw_gettext, i18n.raw_ngettext, newstyle=True
    )
    app.jinja_env.globals.update(asset=asset, page_url=page_url, holiday_table=holiday_table)
    for words in (day, wareki, full_day, instant, span, minutes, number, fiscal_year, phone):
        app.jinja_env.filters[words.__name__] = words
    app.jinja_env.filters["local"] = calendar.in_tokyo
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
