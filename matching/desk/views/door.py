"""What all pages of the desk share: the blueprint, who works here, ways to other rooms."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, current_app, url_for

from matching.accounts.access import may_open, me_or_nobody
from matching.accounts.rules import Role
from matching.i18n import N_, _

bp = Blueprint("desk", __name__)

ELSEWHERE = (
    (N_("報告の承認"), "outcomes.index"),
    (N_("団体"), "organizations.index"),
    (N_("登録している人"), "people.index"),
    (N_("登録者名簿"), "offers.index"),
    (N_("登録者名簿の取り込み"), "exchange.index"),
    (N_("登録者名簿の書き出し"), "exchange.export"),
)


def elsewhere(waiting: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Pages of other rooms that belong to a coordinator's day, with how much waits on each."""
    there = current_app.view_functions
    return [
        (_(label), url_for(endpoint), waiting.get(endpoint, 0))
        for label, endpoint in ELSEWHERE
        if endpoint in there and may_open(endpoint, me_or_nobody())
    ]


@bp.context_processor
def working() -> dict[str, object]:
    person = me_or_nobody()
    return {"may_work": bool(person and person.is_any(Role.COORDINATOR))}
