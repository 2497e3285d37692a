"""An organisation's figures equal a plain recount, whatever happened and was corrected."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.calendar import fiscal_year
from matching.contributions import pages
from matching.contributions.queries import counted
from matching.contributions.rules import NOWHERE, Amount, Only, Side, added
from matching.needs.models import Need
from matching.organizations.models import Organization
from matching.organizations.rules import Kind
from matching.outcomes.models import Report
from matching.outcomes.queries import entries
from matching.outcomes.rules import Side as Teller
from matching.outcomes.rules import adjustments
from matching.plan.queries import initiatives_of
from tests.browser import Browser
from tests.contributions.make import helped
from tests.make import NOON, district, make_need, make_organization
from tests.progress.make import entry

YEAR = 2026
CODES = (None, "I-1-(1)", "III-1-(2)")
DISTRICTS = (None, "里垣", "相川")
WHO = ("ours", "theirs", "nobody")
"""An organisation of ours, another one, or a person for themselves."""


@dataclass(frozen=True)
class Fix:
    """What a match counts after this entry."""

    day: int
    code: str | None
    minutes: int
    people: int


@dataclass(frozen=True)
class Story:
    """Who asked, who helped, and the entries about it; the first one is the approval."""

    asker: str
    helper: str
    place: str | None
    kind: str
    thanks: str
    fixes: tuple[Fix, ...]


def fixes(least: int) -> st.SearchStrategy[Fix]:
    amount = st.integers(least, 900)
    return st.builds(
        Fix, st.integers(0, 700), st.sampled_from(CODES), amount, st.integers(least, 5)
    )


STORIES = st.builds(
    Story,
    st.sampled_from(WHO),
    st.sampled_from(WHO),
    st.sampled_from(DISTRICTS),
    st.sampled_from(["garden_snow", "cleaning"]),
    st.sampled_from(["", "", "助かりました。"]),
    st.one_of(
        st.tuples(fixes(1)), st.tuples(fixes(1), fixes(0)), st.tuples(fixes(1), fixes(0), fixes(0))
    ),
)


def on(day: int) -> date:
    """Counted from 1 October 2025, so that two ends of a year lie within."""
    return date(2025, 10, 1) + timedelta(days=day)


@pytest.fixture
def groups(session: Session, yoko: Person, jiro: Person) -> dict[str, Organization]:
    return {
        "ours": make_organization(session, "結テック", Kind.COMPANY, yoko),
        "theirs": make_organization(session, "隣の会社", Kind.COMPANY, jiro),
    }


def live(
    session: Session,
    stories: Sequence[Story],
    groups: dict[str, Organization],
    people: Sequence[Person],
) -> None:
    hanako, yoko, jiro = people
    for story in stories:
        asking = groups.get(story.asker)
        need = make_need(
            session, hanako, kind=story.kind, helpers_wanted=9, created_at=NOON,
            organization_id=asking.id if asking else None,
            district_id=district(session, story.place).id if story.place else None,
        )  # fmt: skip
        _enter(
            session,
            need,
            story,
            groups.get(story.helper),
            {"ours": yoko, "theirs": jiro}.get(story.helper, jiro),
        )
    session.flush()


def _enter(
    session: Session, need: Need, story: Story, helping: Organization | None, helper: Person
) -> None:
    standing: dict = {}
    match, first = None, None
    for fix in story.fixes:
        day = on(fix.day)
        codes = {one.code: one.id for one in session.scalars(initiatives_of(fiscal_year(day)))}
        cell = (fiscal_year(day), codes.get(fix.code), need.district_id)
        for place, (minutes, heads) in adjustments(
            standing, cell, (fix.minutes, fix.people)
        ).items():
            before = standing.get(place, (0, 0))
            standing[place] = (before[0] + minutes, before[1] + heads)
            facts = {
                "people": heads, "fiscal_year": place[0], "initiative_id": place[1],
                "district_id": place[2],
            }  # fmt: skip
            if match is None:
                match = helped(session, need, helper, minutes, day, organization=helping, **facts)
                first = session.scalars(entries(match.id)).one()
            else:
                entry(
                    session, match, day, minutes, helper_id=helper.id, corrects_id=first.id,
                    organization_id=helping.id if helping else None, reason="直した", **facts,
                )  # fmt: skip
    if story.thanks and match:
        session.add(_thanks(match.id, story.thanks, need.asker_id))


def _thanks(match_id: int, words: str, by_id: int) -> Report:
    return Report(
        match_id=match_id, side=Teller.ASKER, by_id=by_id, held_on=on(0), minutes=60, thanks=words,
        reported_at=NOON,
    )  # fmt: skip


def theirs(stories: Sequence[Story], side: Side, year: int) -> list[tuple[Story, Fix]]:
    """What counts of our organisation in that year: the last word about each match."""
    who = {Side.GIVEN: "helper", Side.ASKED: "asker"}[side]
    return [
        (story, last)
        for story in stories
        if getattr(story, who) == "ours"
        and (last := story.fixes[-1])
        and fiscal_year(on(last.day)) == year
        and (last.minutes or last.people)
    ]


def amount(held: Sequence[tuple[Story, Fix]]) -> Amount:
    return Amount(
        len(held),
        sum(fix.people for _story, fix in held),
        sum(fix.minutes for _story, fix in held),
        sum(bool(story.thanks) for story, _fix in held),
    )


@given(st.lists(STORIES, max_size=7))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_an_organisations_year_equals_a_plain_recount(
    session: Session, groups: dict[str, Organization], hanako: Person, yoko: Person, jiro: Person,
    stories: list[Story],
) -> None:  # fmt: skip
    point = session.begin_nested()
    live(session, stories, groups, (hanako, yoko, jiro))
    ours = groups["ours"].id
    for summary in pages.summaries(session, ours, YEAR, 2027):
        held = theirs(stories, summary.side, YEAR)
        assert summary.total == amount(held)
        assert summary.years == {
            year: amount(theirs(stories, summary.side, year))
            for year in (2027, 2026, 2025)
            if theirs(stories, summary.side, year)
        }
        for parts in (summary.months, summary.kinds, summary.districts, summary.initiatives):
            assert added(part.amount for part in parts) == summary.total
        assert {part.key: part.amount for part in summary.kinds} == {
            kind: amount([one for one in held if one[0].kind == kind])
            for kind in {story.kind for story, _fix in held}
        }
        assert {part.name: part.amount for part in summary.districts} == {
            name: amount([one for one in held if (one[0].place or "") == name])
            for name in {story.place or "" for story, _fix in held}
        }
        opens(session, ours, summary)
    point.rollback()
    session.expire_all()


def opens(session: Session, organization_id: int, summary: pages.Summary) -> None:
    """Every figure equals the records that it opens to."""
    filters = [(Only(), summary.total)]
    filters += [(Only(month=part.key), part.amount) for part in summary.months]
    filters += [(Only(kind=part.key), part.amount) for part in summary.kinds]
    filters += [(Only(district_id=part.key or NOWHERE), part.amount) for part in summary.districts]
    filters += [
        (Only(initiative_id=part.key or NOWHERE), part.amount) for part in summary.initiatives
    ]
    for only, told in filters:
        rows = session.execute(
            counted.activities(summary.side, organization_id, summary.year, only)
        ).all()
        behind = Amount(
            len(rows), sum(row.people for row in rows), sum(row.minutes for row in rows),
            sum(row.thanks is not None for row in rows),
        )  # fmt: skip
        assert behind == told, only
    thanked = session.execute(
        counted.activities(summary.side, organization_id, summary.year, Only(thanked=True))
    ).all()
    assert len(thanked) == summary.total.thanked


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 3, 31), 2026)],
)
def test_a_year_begins_on_the_first_of_april(
    session: Session,
    groups: dict[str, Organization],
    hanako: Person,
    yoko: Person,
    day: date,
    year: int,
) -> None:
    helped(session, make_need(session, hanako), yoko, 90, day, organization=groups["ours"])

    found = {
        asked: pages.summaries(session, groups["ours"].id, asked, 2027)[0].total
        for asked in (2025, 2026, 2027)
    }

    assert {asked: total.activities for asked, total in found.items()} == {
        asked: int(asked == year) for asked in (2025, 2026, 2027)
    }


def test_the_file_has_each_activity_once_and_its_minutes_add_up(
    browser: Browser,
    session: Session,
    groups: dict[str, Organization],
    hanako: Person,
    yoko: Person,
    jiro: Person,
) -> None:
    ours = groups["ours"]
    first = make_need(session, hanako, title="=HYPERLINK(1)")
    match = helped(session, first, yoko, 200, date(2026, 10, 3), organization=ours, people=2)
    corrected = session.scalars(entries(match.id)).one()
    entry(
        session, match, date(2026, 10, 3), -50, helper_id=yoko.id, people=-1, reason="聞き違い",
        corrects_id=corrected.id, organization_id=ours.id,
    )  # fmt: skip
    asked = make_need(session, yoko, organization_id=ours.id, title="倉庫の片付け")
    helped(session, asked, jiro, 45, date(2026, 10, 4))
    helped(
        session,
        make_need(session, hanako),
        jiro,
        999,
        date(2026, 10, 5),
        organization=groups["theirs"],
    )
    browser.sign_in(yoko)

    page = browser.raw(f"/organizations/{ours.id}/contributions.csv?year=2026")

    assert page.data.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(page.data.decode("utf-8-sig"))))
    assert Counter(
        (row["区分"], row["題名"], row["人数"], row["活動時間（分）"]) for row in rows
    ) == {
        ("手伝ったこと", "'=HYPERLINK(1)", "1", "150"): 1,
        ("頼んだこと", "倉庫の片付け", "1", "45"): 1,
    }
