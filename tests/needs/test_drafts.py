"""What may be asked, case by case, and that a draft survives every form it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from matching.calendar import TOKYO
from matching.needs.drafts import (
    NeedDraft,
    Span,
    Thing,
    next_year,
    problems,
    suggested_skills,
    warnings,
)
from matching.needs.forms import NeedForm, WhenForm
from matching.needs.models import Need
from matching.needs.rules import Urgency
from matching.needs.sheet import changes, draft_of, total_minutes, write
from matching.skills.rules import ResourceKind, groups, licences, skills
from tests.browser import _prefilled, parsed
from tests.make import NOON, SATURDAY_9, district

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def span(start: datetime = SATURDAY_9, hours: float = 2) -> Span:
    return Span(start, start + timedelta(hours=hours))


GOOD = NeedDraft(
    kind="garden_snow",
    title="庭の草取り",
    body="20坪ほどです。",
    district_id=1,
    slots=(span(),),
    contact_phone="+81552371161",
)
SOME_DAY = {
    "slots": (), "flexible": True, "from_on": date(2026, 12, 1), "to_on": date(2026, 12, 20),
    "week": frozenset({9, 10}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"kind": "no_such_kind"}, "kind"),
        ({"title": " "}, "title"),
        ({"title": "長" * 81}, "title"),
        ({"body": ""}, "body"),
        ({"body": "長" * 2001}, "body"),
        ({"why": "長" * 1001}, "why"),
        ({"bring": "長" * 301}, "bring"),
        ({"exact_place": "長" * 201}, "exact_place"),
        ({"contact_phone": "0" * 21}, "contact_phone"),
        ({"fee_yen": -1}, "fee_yen"),
        ({"fee_yen": 2**31}, "fee_yen"),
        ({"district_id": None}, "district_id"),
        ({"district_id": None, "remote": True}, None),
        ({"slots": ()}, "slots"),
        ({"slots": (span(NOON),)}, "slots"),
        ({"slots": (span(NOON - DAY),)}, "slots"),
        ({"slots": (span(NOON + 401 * DAY),)}, "slots"),
        ({"slots": (span(hours=0),)}, "slots"),
        ({"slots": (span(hours=-1),)}, "slots"),
        ({"slots": (span(hours=12),)}, None),
        ({"slots": (span(hours=13),)}, "slots"),
        ({"slots": (span(), span(SATURDAY_9 + HOUR))}, "slots"),
        ({"slots": (span(), span(SATURDAY_9 + 2 * HOUR))}, None),
        ({"slots": tuple(span(SATURDAY_9 + n * DAY, 9) for n in range(31))}, None),
        ({"slots": tuple(span(SATURDAY_9 + n * DAY) for n in range(32))}, "slots"),
        (SOME_DAY, None),
        (SOME_DAY | {"from_on": None}, "from_on"),
        (SOME_DAY | {"to_on": None}, "to_on"),
        (SOME_DAY | {"to_on": date(2026, 11, 30)}, "to_on"),
        (SOME_DAY | {"from_on": date(2026, 11, 1), "to_on": date(2026, 11, 23)}, "to_on"),
        (SOME_DAY | {"from_on": date(2026, 11, 1), "to_on": date(2026, 11, 24)}, None),
        (SOME_DAY | {"to_on": date.max}, "to_on"),
        (SOME_DAY | {"from_on": date(1800, 1, 1)}, "from_on"),
        (SOME_DAY | {"week": frozenset()}, "week"),
        (SOME_DAY | {"minutes_wanted": 4}, "minutes_wanted"),
        (SOME_DAY | {"minutes_wanted": 1441}, "minutes_wanted"),
        (SOME_DAY | {"answer_by": datetime(2026, 12, 19, tzinfo=TOKYO)}, None),
        (SOME_DAY | {"answer_by": datetime(2026, 12, 21, tzinfo=TOKYO)}, "answer_by"),
        ({"helpers_wanted": 0}, "helpers_wanted"),
        ({"helpers_wanted": 500}, None),
        ({"helpers_wanted": 501}, "helpers_wanted"),
        ({"helpers_wanted": 2**31}, "helpers_wanted"),
        ({"least_age": -1}, "least_age"),
        ({"least_age": 100}, "least_age"),
        ({"skills_wanted": ("grass_cutting", "licence:driving_at")}, "skills_wanted"),
        ({"skills_required": (f"licence:{licences()[0].code}",)}, None),
        ({"skills_required": ("no_such_skill",)}, "skills_required"),
        ({"things": (Thing(ResourceKind.GOODS, "鎌", 0),)}, "things"),
        ({"things": (Thing(ResourceKind.GOODS, "鎌", 1001),)}, "things"),
        ({"things": (Thing(ResourceKind.GOODS, "長" * 81),)}, "things"),
        ({"things": (Thing(ResourceKind.GOODS, "鎌"),) * 11}, "things"),
        ({"answer_by": NOON}, "answer_by"),
        ({"answer_by": SATURDAY_9 - HOUR}, None),
        ({"answer_by": SATURDAY_9 + HOUR}, "answer_by"),
    ],
)
def test_what_may_be_asked(changed: dict[str, Any], field: str | None) -> None:
    found = problems(replace(GOOD, **changed), now=NOON)

    assert [problem.field for problem in found] == ([field] if field else [])
    assert all(problem.text.endswith("。") or "%(" in problem.text for problem in found)


def test_a_telephone_is_needed_unless_the_asker_is_reached_otherwise() -> None:
    silent = replace(GOOD, contact_phone=None)

    assert [problem.field for problem in problems(silent, now=NOON)] == ["contact_phone"]
    assert not problems(silent, now=NOON, reached_at="+81552000001")
    assert not problems(replace(silent, bring="軍手"), now=NOON, before=silent)
    assert problems(silent, now=NOON, before=GOOD)


def test_what_has_passed_may_stay_while_the_rest_is_changed() -> None:
    over = replace(GOOD, slots=(span(NOON - DAY), span()), answer_by=NOON - 2 * DAY)

    assert problems(over, now=NOON)
    assert not problems(replace(over, bring="軍手"), now=NOON, before=over)
    assert problems(replace(over, slots=(span(NOON - 3 * DAY),)), now=NOON, before=over)


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"powered_tools": True}, 1),
        ({"skills_wanted": ("machine_mowing",)}, 1),
        ({"skills_required": ("machine_mowing",), "powered_tools": True}, 1),
        ({"for_credit": True}, 1),
        ({"fee_yen": 500}, 1),
        ({"powered_tools": True, "for_credit": True, "fee_yen": 1}, 3),
    ],
)
def test_the_asker_is_told_what_the_insurance_does_not_cover(
    changed: dict[str, Any], count: int
) -> None:
    assert len(warnings(replace(GOOD, **changed))) == count


def test_next_year_is_the_same_weekday() -> None:
    copied = next_year(replace(GOOD, answer_by=SATURDAY_9 - DAY), now=NOON)

    assert copied.slots[0].starts_at == datetime(2027, 11, 27, 9, tzinfo=TOKYO)
    assert copied.slots[0].starts_at.weekday() == SATURDAY_9.weekday()
    assert copied.answer_by == datetime(2027, 11, 26, 9, tzinfo=TOKYO)


@pytest.mark.parametrize("years_ago", range(5))
def test_a_need_of_long_ago_is_copied_into_the_time_ahead(years_ago: int) -> None:
    old = replace(GOOD, slots=(span(SATURDAY_9 - 364 * DAY * years_ago),))

    (copied,) = next_year(old, now=NOON).slots

    assert NOON < copied.starts_at <= NOON + 400 * DAY
    assert copied.starts_at.weekday() == SATURDAY_9.weekday()


def test_the_words_of_a_need_name_its_skills() -> None:
    assert suggested_skills(GOOD) == ("grass_cutting",)
    assert suggested_skills(replace(GOOD, kind="culture")) == ()
    assert suggested_skills(NeedDraft()) == ()


def test_what_changed_is_told_by_name() -> None:
    after = replace(GOOD, bring="軍手", slots=(span(SATURDAY_9 + HOUR),), beginners_welcome=False)

    assert set(changes(GOOD, after)) == {"日時", "持ち物"}
    assert changes(GOOD, GOOD) == []


# ------------------------------------------------------------------ round and round

words = st.text(st.sampled_from("草庭𠮷髙﨑あア1aＡ、&<>\"'%"), max_size=30)
filled = words.filter(bool)
quarter = st.integers(0, 95).map(lambda n: n * 15)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    days = draw(st.lists(st.integers(1, 300), min_size=1, max_size=4, unique=True))
    made = []
    for day in sorted(days):
        start = datetime(2026, 11, 24, tzinfo=TOKYO) + timedelta(days=day, minutes=draw(quarter))
        room = 23 * 60 + 45 - start.hour * 60 - start.minute
        if room > 0:
            made.append(
                Span(start, start + timedelta(minutes=draw(st.integers(1, min(room, 720)))))
            )
    return tuple(made) or (span(),)


@st.composite
def times(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        chosen = draw(spans())
        return {"slots": chosen, "minutes_wanted": total_minutes(chosen)}
    first, length = draw(st.integers(0, 200)), draw(st.integers(0, 100))
    return {
        "flexible": True,
        "from_on": date(2026, 11, 24) + timedelta(days=first),
        "to_on": date(2026, 11, 24) + timedelta(days=first + length),
        "week": frozenset(draw(st.sets(st.integers(0, 167), min_size=1))),
        "minutes_wanted": draw(st.integers(5, 1440)),
    }


codes = [*(s.code for s in skills()), *(f"licence:{one.code}" for one in licences())]
things = st.builds(Thing, st.sampled_from(ResourceKind), words, st.integers(1, 1000))
answers = st.none() | st.integers(1, 1000).map(
    lambda n: datetime(2026, 11, 24, 12, tzinfo=TOKYO) + timedelta(minutes=n)
)


@st.composite
def drafts(draw: st.DrawFn) -> NeedDraft:
    wanted = draw(st.lists(st.sampled_from(codes), unique=True, max_size=6))
    return NeedDraft(
        kind=draw(st.sampled_from([group.code for group in groups()])),
        title=draw(filled), body=draw(filled), why=draw(words), town=draw(words),
        exact_place=draw(words), meeting_place=draw(words), bring=draw(words),
        contact_name=draw(words), contact_phone=draw(st.sampled_from([None, "+81552371161"])),
        helpers_wanted=draw(st.integers(1, 500)), remote=draw(st.booleans()),
        skills_wanted=tuple(sorted(wanted[:3])), skills_required=tuple(sorted(wanted[3:])),
        things=tuple(draw(st.lists(things, max_size=3))),
        urgency=draw(st.sampled_from(Urgency)), powered_tools=draw(st.booleans()),
        for_credit=draw(st.booleans()), fee_yen=draw(st.integers(0, 1_000_000)),
        beginners_welcome=draw(st.booleans()), children_welcome=draw(st.booleans()),
        least_age=draw(st.none() | st.integers(0, 99)), answer_by=draw(answers), **draw(times()),
    )  # fmt: skip


def typed(form: NeedForm | WhenForm) -> MultiDict[str, str]:
    """What a browser would send if the form were sent as it was shown."""
    html = "".join(str(field()) for field in form)
    tree = parsed(f"<!doctype html><html><body><form>{html}</form></body></html>")
    sent = _prefilled(next(tree.iter("form")))
    return MultiDict((name, value) for name, values in sent.items() for value in values)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draft=drafts())
def test_a_draft_survives_the_row_and_the_form(
    app: Flask, session: Session, draft: NeedDraft
) -> None:
    draft = replace(draft, district_id=district(session).id)
    need = Need(slots=[], wished=[], things=[])
    write(need, draft, at=NOON)

    again = draft_of(need)
    with app.test_request_context():
        shown = NeedForm(None, data=NeedForm.filled(again))
        back = NeedForm(typed(shown)).draft(NeedDraft())

    assert again == draft
    assert back == draft


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(hours=st.sets(st.integers(0, 167), min_size=1))
def test_hours_survive_the_parts_of_the_week(app: Flask, hours: set[int]) -> None:
    draft = replace(GOOD, **SOME_DAY | {"week": frozenset(hours)})

    with app.test_request_context():
        shown = WhenForm(None, data=WhenForm.shown(draft))
        assert WhenForm(typed(shown)).times()["week"] == hours
