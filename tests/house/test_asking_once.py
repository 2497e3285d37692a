"""What cannot be undone by the next press of a button is asked for once before it is done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

TEMPLATES = Path(__file__).parents[2] / "templates"
ASKED_ONCE = {
    "account.end_sign_ins": "accounts/account.html",
    "exchange.forget": "exchange/check.html",
    "matches.remove_officer": "organizations/officers.html",
    "needs.discard": "needs/own.html",
    "needs.remove_photo": "needs/photos.html",
    "offers.withdraw_resource": "offers/resource.html",
    "organizations.cancel_invitation": "organizations/officers.html",
    "organizations.change_domain": "organizations/domains.html",
    "organizations.decline_invitation": "organizations/mine.html",
    "organizations.decide": "organizations/_fields.html",
    "organizations.decide_student": "organizations/students.html",
    "organizations.withdraw_affiliation": "organizations/mine.html",
}
"""Endpoint → the template whose button opens the question."""
ON_A_PAGE = {
    "certificates.revoke", "matches.cancel", "matches.close_need", "matches.disable",
    "matches.miss", "matches.withdraw_need",
}  # fmt: skip
"""Asked on a page of their own, with a reason or with what follows."""
TAKING_AWAY = re.compile(
    r"(remove|withdraw|cancel|discard|disable|forget|decline|revoke|delete|end|close)(_|$)"
)


def buttons(text: str, macro: str) -> list[str]:
    """The calls of this macro, each from its name to its end."""
    return re.findall(rf"ui\.{macro}\(.*?\) }}}}", text)


@pytest.mark.parametrize(("endpoint", "template"), sorted(ASKED_ONCE.items()))
def test_it_is_asked_once(bare_app: Flask, endpoint: str, template: str) -> None:
    assert endpoint in bare_app.view_functions
    text = (TEMPLATES / template).read_text("utf-8")
    _room, verb = endpoint.split(".")

    asking = [call for call in buttons(text, "ask_once") if f'.{verb}"' in call]

    assert asking


def test_whatever_takes_something_away_asks(bare_app: Flask) -> None:
    posted = {
        rule.endpoint
        for rule in bare_app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and TAKING_AWAY.match(rule.endpoint.split(".")[-1])
    }

    assert posted
    assert posted - ASKED_ONCE.keys() - ON_A_PAGE == set()
