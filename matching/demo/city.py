"""Builds the demo city in an empty database."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.calendar import fiscal_year
from matching.demo.history import History
from matching.demo.needs import Asking, seasons
from matching.demo.offers import offer_everything
from matching.demo.papers import issue_papers, keep_busy
from matching.demo.people import City, begin, populate
from matching.demo.today import await_answers
from matching.demo.words import words
from matching.matches.rules import State as MatchState
from matching.needs.models import Need, NeedStep
from matching.needs.rules import State, Verb
from matching.organizations.rules import Kind

SEED = 20200401
"""The day on which the second plan began."""
SOON_DAYS = 40
OPEN, FILLED_UP, SUBMITTED, DRAFTS = 38, 8, 5, 3
CALLED = (
    MatchState.CONFIRMED, MatchState.CONFIRMED, MatchState.CONFIRMED, MatchState.ACCEPTED,
    MatchState.OFFERED,
)  # fmt: skip
"""Where the helpers stand whom the demo's association has called together."""
UNREPORTED = timedelta(days=9)
"""What took place since then still waits for somebody's report or approval."""


def is_empty(session: Session) -> bool:
    """Whether nobody lives here yet."""
    return session.scalar(select(Person.id).limit(1)) is None


def build(session: Session, *, now: datetime, seed: int = SEED) -> City:
    """Fill the database with the demo city; districts, plans and universities must be there.

    The same seed and the same day give the same city.
    """
    city = begin(session, seed, now)
    populate(city)
    history = History(city, offer_everything(city))
    keep_busy(city, history)
    asking = Asking(city)
    for year, first, last, number in seasons(now):
        extra = 0 if year == fiscal_year(now.date()) else city.random.randint(-8, 8)
        past = [asking.ask(asking.wish(first, last), State.OPEN) for _ in range(number + extra)]
        _happen(city, history, past)
    upcoming(city, asking, history)
    await_answers(city)
    issue_papers(city)
    session.flush()
    return city


def _happen(city: City, history: History, needs: list[Need]) -> None:
    needs.sort(key=lambda need: need.created_at)
    city.session.flush()
    for need in needs:
        if need.last_end_at and need.last_end_at < city.now:
            if need.last_end_at > city.now - UNREPORTED and not need.flexible:
                history.await_reports(need)
            else:
                history.finish(need)


def upcoming(city: City, asking: Asking, history: History) -> None:
    """What is wanted now: open, filled, waiting for the centre, still being written."""
    first, last = city.now.date() + timedelta(days=1), city.now.date() + timedelta(days=SOON_DAYS)

    def some(number: int, state: State) -> list[Need]:
        made = [asking.ask(asking.wish(first, last), state) for _ in range(number)]
        city.session.flush()
        return made

    officer = city.officers[city.organizations[Kind.ASSOCIATION][0].id]
    called = asking.ask(asking.wish(first, last, "association", 6), State.OPEN, officer)
    asked = asking.ask(
        asking.wish(first, last, "resident", kind="home"), State.OPEN, city.residents[0]
    )
    city.session.flush()
    history.gather(called, *CALLED)
    history.gather(asked, MatchState.ACCEPTED)
    for number, need in enumerate(some(OPEN, State.OPEN)):
        history.invite(need, number % 3)
    for need in some(FILLED_UP, State.OPEN):
        history.invite(need, need.helpers_wanted + 3)
    for need in some(SUBMITTED, State.SUBMITTED):
        need.opened_at = None
        city.session.add(
            NeedStep(
                need_id=need.id,
                verb=Verb.SUBMIT,
                before=State.DRAFT,
                by_id=need.entered_by_id,
                at=need.created_at,
            )
        )
    for number, need in enumerate(some(DRAFTS, State.DRAFT)):
        need.submitted_at = need.opened_at = None
        if number == 0:
            need.returned_note = words()["sentences"]["returned"][0]
