"""Each figure by a worked example, each opening to exactly the records that make it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.rules import State as MatchState
from matching.needs.rules import Closing, State
from matching.plan.models import Plan
from matching.plan.queries import covering
from matching.progress import pages
from matching.progress.rules import DEFINITIONS, Figure, Place, Records, Scope
from tests.make import NOON, district, make_organization
from tests.outcomes.make import initiative_id
from tests.progress.make import done, entry, matched, need_on

SUPPORT, SYMPOSIUM = "III-1-(2)", "I-1-(1)"


@pytest.fixture
def plan(session: Session) -> Plan:
    return session.scalars(covering(2026)).first()


@pytest.fixture
def year(session: Session, hanako: Person, taro: Person, jiro: Person, yoko: Person) -> None:
    """What happened in fiscal year 2026, and a little before."""
    first = need_on(session, hanako, date(2026, 4, 1), SUPPORT, state=State.CLOSED)
    first.closing = Closing.DONE
    done(session, first, taro, 95, date(2026, 4, 1))
    twice = need_on(session, hanako, date(2026, 10, 3), SUPPORT, helpers_wanted=2)
    done(session, twice, taro, 61, date(2026, 10, 3))
    done(session, twice, jiro, 60, date(2026, 10, 3))
    soon = need_on(session, hanako, date(2026, 12, 1), SUPPORT)
    matched(session, soon, jiro)
    nobody = need_on(session, hanako, date(2026, 9, 1), SUPPORT, state=State.CLOSED)
    nobody.closing, nobody.closing_note = Closing.UNFILLED, "近くに人がいない"
    need_on(session, hanako, date(2026, 11, 1), SUPPORT)  # went by, nobody took it on
    gone = need_on(session, hanako, date(2026, 9, 2), SUPPORT, state=State.CLOSED)
    gone.closing = Closing.WITHDRAWN
    need_on(session, hanako, date(2026, 9, 3), SUPPORT, state=State.DRAFT, opened_at=None)
    old = need_on(session, hanako, date(2026, 3, 31), SUPPORT)
    done(session, old, taro, 7, date(2026, 3, 31))
    festival = need_on(
        session, hanako, date(2026, 8, 1), SYMPOSIUM, district_id=district(session, "相川").id
    )
    company = make_organization(session, "結テック", "company", yoko)
    done(session, festival, yoko, 300, date(2026, 8, 1), people=5, organization_id=company.id)
    other = need_on(session, hanako, date(2026, 8, 2), None)
    done(session, other, taro, 11, date(2026, 8, 2))
    session.flush()


def figures(session: Session, plan: Plan, district_id: int | None = None) -> pages.Overview:
    return pages.overview(session, plan, 2026, district_id, NOON)


def line(found: pages.Overview, code: str) -> dict[Figure, int]:
    return next(dict(one.figures) for one in found.lines if one.initiative.code == code)


WORKED = {
    # figure: of III-1-(2), of I-1-(1), outside, all
    Figure.NEEDS: (5, 1, 1, 7),
    Figure.MATCHES: (4, 1, 1, 6),
    Figure.DONE: (3, 1, 1, 5),
    Figure.HELPERS: (2, 1, 1, 3),
    Figure.PEOPLE: (3, 5, 1, 9),
    Figure.MINUTES: (216, 300, 11, 527),
    Figure.UNMET: (2, 0, 0, 2),
}


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("figure", Figure)
def test_a_figure_counts_what_its_words_say(session: Session, plan: Plan, figure: Figure) -> None:
    found = figures(session, plan)

    got = (
        line(found, SUPPORT)[figure],
        line(found, SYMPOSIUM)[figure],
        found.outside[figure],
        found.total[figure],
    )

    assert got == WORKED[figure]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("figure", Figure)
def test_the_records_make_exactly_the_figure(session: Session, plan: Plan, figure: Figure) -> None:
    scope = Scope(plan.id, (2026,))
    found = figures(session, plan)
    pillar = next(one for one in found.pillars if one.pillar.code == "III")
    places = {
        Place(initiative_id=initiative_id(session, SUPPORT)): line(found, SUPPORT)[figure],
        Place(initiative_id=initiative_id(session, SYMPOSIUM)): line(found, SYMPOSIUM)[figure],
        Place(pillar_id=pillar.pillar.id): pillar.figures[figure],
        Place(outside=True): found.outside[figure],
        Place(): found.total[figure],
    }
    for place, expected in places.items():
        page = pages.records(session, figure, scope, place, NOON, 1)
        assert worth(figure, page) == expected


def worth(figure: Figure, page: pages.Page) -> int:
    if figure in {Figure.PEOPLE, Figure.MINUTES}:
        return sum(getattr(row, figure) for row in page.items)
    assert page.total == len(page.items)
    return page.total


@pytest.mark.usefixtures("year")
def test_a_district_has_its_own_figures(session: Session, plan: Plan) -> None:
    found = figures(session, plan, district(session, "相川").id)

    assert found.total[Figure.MINUTES] == 300
    assert found.total[Figure.NEEDS] == 1
    assert figures(session, plan, district(session, "東").id).total == dict.fromkeys(Figure, 0)


@pytest.mark.usefixtures("year")
def test_who_helps_in_two_initiatives_counts_once_in_their_pillar(
    session: Session, plan: Plan, hanako: Person, taro: Person
) -> None:
    before = {
        one.pillar.code: one.figures[Figure.HELPERS] for one in figures(session, plan).pillars
    }
    need = need_on(session, hanako, date(2026, 8, 9), "III-1-(1)")
    done(session, need, taro, 30, date(2026, 8, 9))

    found = figures(session, plan)

    after = {one.pillar.code: one.figures[Figure.HELPERS] for one in found.pillars}
    assert line(found, "III-1-(1)")[Figure.HELPERS] == 1
    assert after == before


@pytest.mark.usefixtures("year")
def test_a_correction_moves_the_figure_by_exactly_its_difference(
    session: Session, plan: Plan, hanako: Person, jiro: Person
) -> None:
    need = need_on(session, hanako, date(2026, 8, 9), SUPPORT)
    match = matched(session, need, jiro, state=MatchState.DONE)
    first = entry(session, match, date(2026, 8, 9), 45, helper_id=jiro.id)
    before = line(figures(session, plan), SUPPORT)

    entry(
        session, match, date(2026, 8, 9), -20, helper_id=jiro.id, people=0,
        corrects_id=first.id, reason="聞き違い",
    )  # fmt: skip

    after = line(figures(session, plan), SUPPORT)
    assert after == before | {Figure.MINUTES: before[Figure.MINUTES] - 20}


@pytest.mark.usefixtures("year")
def test_what_was_corrected_away_counts_nowhere(
    session: Session, plan: Plan, hanako: Person, misaki: Person
) -> None:
    need = need_on(session, hanako, date(2026, 8, 9), SUPPORT)
    before = line(figures(session, plan), SUPPORT)
    match = matched(session, need, misaki, state=MatchState.NO_SHOW)
    first = entry(session, match, date(2026, 8, 9), 45, helper_id=misaki.id)
    entry(
        session, match, date(2026, 8, 9), -45, helper_id=misaki.id, people=-1,
        corrects_id=first.id, reason="行われなかった",
    )  # fmt: skip

    assert line(figures(session, plan), SUPPORT) == before


@pytest.mark.usefixtures("year")
def test_every_year_of_the_plan_has_its_own_column(session: Session, plan: Plan) -> None:
    support = next(o for o in figures(session, plan).lines if o.initiative.code == SUPPORT)

    assert {y: row[Figure.MINUTES] for y, row in support.by_year.items()} == {
        2023: 0, 2024: 0, 2025: 7, 2026: 216, 2027: 0,
    }  # fmt: skip
    assert support.by_year[2025][Figure.NEEDS] == 1


def test_records_are_of_the_kind_the_definition_names(session: Session, plan: Plan) -> None:
    scope = Scope(plan.id, (2026,))
    for figure in Figure:
        page = pages.records(session, figure, scope, Place(), NOON, 1)
        assert (page.total, page.items) == (0, [])
        assert DEFINITIONS[figure].behind in Records


def test_without_anything_every_figure_is_nothing(session: Session) -> None:
    for plan in session.scalars(select(Plan)):
        found = pages.overview(session, plan, plan.first_year, None, NOON)
        assert set(found.total.values()) == {0}
