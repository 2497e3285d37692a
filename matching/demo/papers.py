"""Certificates of the demo's people: one that is good, one replaced, one revoked, one corrected since."""

from __future__ import annotations

from datetime import timedelta

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.calendar import by_day
from matching.certificates import actions, queries
from matching.certificates.drafts import Wish
from matching.certificates.models import Certificate
from matching.certificates.rules import Period
from matching.demo.history import History
from matching.demo.people import City
from matching.errors import RuleBroken
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.outcomes import actions as outcomes
from matching.outcomes import queries as entries
from matching.outcomes.drafts import CorrectionDraft

EAGER = 20.0
"""How much likelier than others the demo's student and volunteer helped: they have something to show."""


def keep_busy(city: City, history: History) -> None:
    """Let the people who may be signed in as have helped often."""
    known = {city.students[0].id, city.volunteers[0].id}
    for offer in history.offers:
        if offer.person_id in known and offer.organization_id is None:
            history.zeal[offer.id] = EAGER


def issue_papers(city: City) -> None:
    """What the student and the volunteer had certified so far."""
    student, volunteer = city.students[0], city.volunteers[0]
    _issue(city, volunteer, Wish(Period.ALL), days_ago=20)
    last = _issue(city, student, Wish(Period.LAST_YEAR), days_ago=90)
    if last is not None:
        _correct_one(city, last)
    first = _issue(city, student, Wish(Period.THIS_YEAR, recipient="学生課"), days_ago=40)
    wrong = _issue(city, student, Wish(Period.ALL, prints_list=False), days_ago=12)
    if wrong is not None:
        at = by_day(city.now - timedelta(days=11))
        actions.revoke(city.session, wrong, by=student, at=at, reason="宛先を書き忘れたため。")
    _issue(city, student, Wish(Period.ALL, recipient="学生課"), days_ago=2, replaces=first)


def _issue(
    city: City,
    person: Person,
    wish: Wish,
    *,
    days_ago: int,
    replaces: Certificate | None = None,
) -> Certificate | None:
    """The paper, or None where that time held nothing."""
    at = by_day(city.now - timedelta(days=days_ago))
    try:
        return actions.issue(city.session, person, wish, at=at, replaces=replaces)
    except RuleBroken:
        return None


def _correct_one(city: City, paper: Certificate) -> None:
    """A quarter of an hour less of the last activity on it: the asker had misread the clock."""
    session = city.session
    line = session.execute(queries.compared(paper.id)).all()[-1][0]
    if line.minutes <= 15:
        return
    held = session.scalars(entries.entries(line.match_id)).unique().first()
    match = session.scalars(matches().where(Match.id == line.match_id)).unique().one()
    draft = CorrectionDraft(
        held_on=line.held_on, minutes=line.minutes - 15, people=line.people,
        initiative_id=held.initiative_id if held else None, reason="終わりの時刻を聞きまちがえていました。",
    )  # fmt: skip
    at = by_day(city.now - timedelta(days=3))
    outcomes.correct(session, match, draft, by=city.staff[Role.COORDINATOR][0], at=at)
