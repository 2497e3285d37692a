"""Plans in tables: loaded once, carried over with every link, verified from their measures."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.audit.models import Entry
from matching.errors import RuleBroken
from matching.plan import actions, queries
from matching.plan.actions import GOES_ON, Successor
from matching.plan.models import Initiative, Measure, Pillar, Plan, Policy, Stage
from matching.plan.rules import plans
from tests.make import NOON

NEXT = Successor("kofu-kyodo-4", "第4期推進行動計画", 2028, 2032)


def plan_of(session: Session, phase: int) -> Plan:
    return session.scalars(select(Plan).where(Plan.phase == phase)).one()


def counts(session: Session) -> Counter[str]:
    tables = (Plan, Pillar, Policy, Initiative, Measure, Stage)
    return Counter(
        {t.__tablename__: session.scalar(select(func.count()).select_from(t)) for t in tables}
    )


def test_loading_a_second_time_changes_nothing(session: Session) -> None:
    before = counts(session)
    assert actions.load(session) == 0
    assert counts(session) == before


def test_the_published_plans_are_in_the_tables_as_published(session: Session) -> None:
    second = plans()[1]
    found = session.scalars(queries.initiatives_of(2021)).all()
    assert [one.code for one in found] == list(second.initiatives)
    assert [one.name for one in found] == [one.name for one in second.initiatives.values()]


def test_the_verification_of_phase_1_follows_from_its_measures(session: Session) -> None:
    rows = session.execute(queries.verification(plan_of(session, 1).id)).all()
    found = {code: (policies, all_, done, all_ - done) for code, _, policies, all_, done in rows}
    assert found == {
        "I": (2, 10, 7, 3),
        "II": (1, 4, 3, 1),
        "III": (3, 9, 5, 4),
        "IV": (1, 4, 0, 4),
    }
    assert tuple(map(sum, zip(*found.values(), strict=True))) == (7, 27, 15, 12)
    assert session.execute(queries.verification(plan_of(session, 2).id)).all() == []


def test_the_successor_has_the_same_initiatives_each_linked_to_its_origin(session: Session) -> None:
    third = plan_of(session, 3)

    made = actions.carry_over(session, third, NEXT, by_id=None, at=NOON)

    statement = queries.initiatives()
    old = session.scalars(statement.where(Initiative.plan_id == third.id)).all()
    new = session.scalars(statement.where(Initiative.plan_id == made.id)).all()
    assert [one.carried_from_id for one in new] == [one.id for one in old]
    assert [(o.code, o.name, o.policy.pillar.code) for o in new] == [
        (o.code, o.name, o.policy.pillar.code) for o in old
    ]
    stages = session.scalars(queries.stages(made.id)).all()
    assert {(one.fiscal_year, one.stage) for one in stages} == {(2028, GOES_ON)}
    assert len(stages) == 11
    assert (made.phase, made.predecessor_id) == (4, third.id)
    assert session.scalars(queries.covering(2028)).all() == [made]
    written = select(Entry.action).where(Entry.subject == "plan", Entry.subject_id == made.id)
    assert session.scalars(written).all() == ["carry_over"]


@pytest.mark.parametrize(("first", "last"), [(2027, 2030), (2030, 2029)])
def test_years_that_do_not_follow_are_refused(session: Session, first: int, last: int) -> None:
    successor = Successor(NEXT.slug, NEXT.name, first, last)
    with pytest.raises(RuleBroken):
        actions.carry_over(session, plan_of(session, 3), successor, by_id=None, at=NOON)


def test_a_plan_of_that_name_is_not_made_twice(session: Session) -> None:
    actions.carry_over(session, plan_of(session, 3), NEXT, by_id=None, at=NOON)
    with pytest.raises(RuleBroken, match="もうあります"):
        actions.carry_over(session, plan_of(session, 3), NEXT, by_id=None, at=NOON)


def test_a_year_that_no_plan_covers_has_no_initiatives(session: Session) -> None:
    assert session.scalars(queries.initiatives_of(1999)).all() == []
