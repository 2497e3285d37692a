"""The town follows from the postal code: filled in when somebody asks for it."""

from __future__ import annotations

from flask import request

from matching.districts.models import District
from matching.districts.queries import with_code
from matching.districts.rules import Town, town_of
from matching.i18n import N_, _
from matching.web.fields import PostalCode
from matching.web.forms import Form
from matching.web.transaction import session

FILL = "fill-town"
FOUND = N_("町名に「%(town)s」を入れました。丁目があれば、続けて入力してください。")
ELSEWHERE = N_("甲府市の郵便番号ではありません。町名は、そのまま入力できます。")


def town_was_wanted(form: Form) -> bool:
    """The button beside the postal code was pressed: the form is only drawn again, town filled in."""
    if FILL not in request.form:
        return False
    code = form["postal_code"]
    assert isinstance(code, PostalCode)
    found = town_of(code.data or "")
    if found:
        _fill(form, found)
        code.note = _(FOUND, town=found.name)
    else:
        code.note = _(ELSEWHERE if code.data else code.refusal)
    return True


def _fill(form: Form, town: Town) -> None:
    """What was typed behind the town's name stays; the district changes only where it is certain."""
    typed, district = form["town"], district_of(town)
    if not (typed.data or "").startswith(town.name):
        typed.data = town.name
    if district:
        form["district_id"].data = district.id


def district_of(town: Town) -> District | None:
    """The district in which the whole town lies."""
    return session().scalars(with_code(town.district)).one_or_none() if town.district else None
