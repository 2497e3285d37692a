"""The blueprint of contributions, and which year of whom a page is about."""

from __future__ import annotations

from flask import Blueprint, request

from matching import clock
from matching.calendar import fiscal_year
from matching.contributions.rules import YEARS
from matching.web.fields import record_id

bp = Blueprint("contributions", __name__, url_prefix="/organizations")


def this_year() -> int:
    """The fiscal year that runs."""
    return fiscal_year(clock.today())


def chosen_year() -> int:
    """The fiscal year the address asks for; where it is none that can be looked at, this one."""
    asked, this = record_id(request.args.get("year", "")), this_year()
    return asked if asked and this - YEARS < asked <= this else this
