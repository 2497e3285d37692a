"""What every template may use: words, dates, numbers, addresses of other pages of a list."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask, request, url_for

from matching import calendar, i18n
from matching.i18n import _
from matching.web.assets import asset


def page_url(number: int) -> str:
    """This list at another page, its filters kept."""
    arguments = request.args.to_dict(flat=False) | (request.view_args or {})
    arguments["page"] = str(number)
    return url_for(request.endpoint or "", **arguments)


def minutes(amount: int | None) -> str:
    """2時間30分; nothing is rounded away."""
    if amount is None:
        return ""
    hours, rest = divmod(amount, 60)
    if not hours:
        return _("%(n)s分", n=rest)
    return _("%(n)s時間", n=hours) if not rest else _("%(h)s時間%(m)s分", h=hours, m=rest)


def local(at: datetime) -> datetime:
    """The instant on the city's clocks."""
    return at.astimezone(calendar.TOKYO) if at.tzinfo else at.replace(tzinfo=UTC)


def day(on: date) -> str:
    return calendar.day_words(on, i18n.language())


def instant(at: datetime | None) -> str:
    if at is None:
        return ""
    there = local(at)
    return f"{day(there.date())} {there.hour}:{there.minute:02}"


def span(start: datetime, end: datetime) -> str:
    return calendar.span_words(local(start), local(end), i18n.language())


def number(amount: float) -> str:
    return f"{amount:,}"


def init(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.raw_gettext, i18n.raw_ngettext, newstyle=True
    )
    app.jinja_env.globals.update(asset=asset, page_url=page_url)
    app.jinja_env.filters.update(
        day=day, instant=instant, span=span, minutes=minutes, number=number,
        wareki=calendar.wareki, local=local,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
