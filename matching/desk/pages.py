"""What the desk's pages show: rows gathered in few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.calendar import TOKYO, in_tokyo
from matching.db.paging import Page, page_of
from matching.desk import queries
from matching.desk.rules import MOST_OF_A_WEEK, Queue
from matching.matches.models import Match, Step
from matching.matches.rules import State as MatchState
from matching.needs.models import Need, NeedStep
from matching.needs.rules import State
from matching.pairing.actions import pair_board, proposal
from matching.pairing.rules import Candidate, Proposal


def counted(session: Session, now: datetime) -> tuple[dict[Queue, int], int]:
    """How many needs wait in each queue, and how many organisations for a decision."""
    *queues, organizations = session.execute(queries.counts(now)).one()
    return dict(zip(Queue, queues, strict=True)), organizations


def chosen_queue(asked: str | None, counts: Mapping[Queue, int]) -> Queue:
    """The queue that was asked for; else the first in which something waits."""
    if asked in set(Queue):
        return Queue(asked)
    return next((queue for queue, count in counts.items() if count), Queue.INTAKE)


@dataclass(frozen=True)
class Waiting:
    """One page of a queue, and since when each of its needs has waited."""

    page: Page[Need]
    since: Mapping[int, datetime | None]


def waiting(session: Session, queue: Queue, number: int, now: datetime) -> Waiting:
    page = page_of(session, queries.queue(queue, now), number)
    return Waiting(page, _since(session, queue, page.items))


ASKED_OR_ANSWERED = {Queue.ANSWER: MatchState.OFFERED, Queue.CONFIRM: MatchState.ACCEPTED}


def _since(session: Session, queue: Queue, needs: Sequence[Need]) -> Mapping[int, datetime | None]:
    if queue in ASKED_OR_ANSWERED:
        state = ASKED_OR_ANSWERED[queue]
        rows = session.execute(queries.waiting_since([need.id for need in needs], state))
        return {
            need: asked if queue is Queue.ANSWER else answered for need, asked, answered in rows
        }
    return {need.id: _moved(queue, need) for need in needs}


def _moved(queue: Queue, need: Need) -> datetime | None:
    if queue is Queue.INTAKE:
        return need.submitted_at
    if queue is Queue.REPORT:
        return need.last_end_at
    return need.still_open_at or need.opened_at


# ------------------------------------------------------------------ one need


@dataclass
class Asked:
    """Somebody who was asked or applied, with every step since."""

    match: Match
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class NeedFacts:
    """Everything the page of one need shows besides the need itself."""

    steps: Sequence[tuple[NeedStep, Person | None]]
    asked: Sequence[Asked]
    proposal: Proposal | None

    @property
    def suggested(self) -> Sequence[Candidate]:
        return self.proposal.suggested if self.proposal else ()


def need_facts(session: Session, need: Need, now: datetime) -> NeedFacts:
    return NeedFacts(
        steps=[(step, by) for step, by in session.execute(queries.need_steps(need.id))],
        asked=asked(session, need),
        proposal=proposal(session, need, now=now) if looks_for_helpers(need, now) else None,
    )


def asked(session: Session, need: Need) -> list[Asked]:
    """Everybody who was asked for this need, in one statement."""
    found: dict[int, Asked] = {}
    for match, step in session.execute(queries.asked(need.id)):
        one = found.setdefault(match.id, Asked(match))
        if step is not None:
            one.steps.append(step)
    return list(found.values())


def looks_for_helpers(need: Need, now: datetime) -> bool:
    """Whether it makes sense to ask somebody now."""
    over = need.last_end_at is not None and need.last_end_at <= now
    begun = any(slot.starts_at <= now for slot in need.slots)
    return need.state is State.OPEN and need.places_left > 0 and not (over or begun)


def fixed_start(need: Need) -> datetime | None:
    """When it begins; None where the day is still to be agreed."""
    return None if need.flexible else need.first_start_at


# ------------------------------------------------------------------ a week


@dataclass(frozen=True)
class Entry:
    """One need on one day of a week; without a time where any of several days would do."""

    need: Need
    starts_at: datetime | None


@dataclass(frozen=True)
class Week:
    """The needs of one week by day."""

    first: date
    days: Mapping[date, Sequence[Entry]]
    any_day: Sequence[Need]
    full: bool
    """More needs than one page shows."""

    @property
    def needs(self) -> Mapping[int, Need]:
        """Each need once."""
        fixed = [entry.need for entries in self.days.values() for entry in entries]
        return {need.id: need for need in [*fixed, *self.any_day]}

    @property
    def gaps(self) -> int:
        """How many people are still missing."""
        return sum(need.places_left for need in self.needs.values())

    @property
    def before(self) -> date:
        return self.first - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.first + timedelta(days=7)


def week(session: Session, first: date) -> Week:
    needs = session.scalars(queries.week(first, midnight(first))).all()
    days: dict[date, list[Entry]] = {first + timedelta(days=n): [] for n in range(7)}
    for need in needs:
        for slot in () if need.flexible else need.slots:
            day = in_tokyo(slot.starts_at).date()
            if day in days:
                days[day].append(Entry(need, slot.starts_at))
    for entries in days.values():
        entries.sort(key=lambda entry: (entry.starts_at, entry.need.id))
    any_day = [need for need in needs if need.flexible]
    return Week(first, days, any_day, full=len(needs) == MOST_OF_A_WEEK)


def midnight(day: date) -> datetime:
    """The first instant of a day in the city."""
    return datetime.combine(day, time(), TOKYO)


@dataclass(frozen=True)
class Proposed:
    """A need of the week and whom to ask for it."""

    need: Need
    candidates: Sequence[Candidate]

    def key(self, candidate: Candidate) -> str:
        """What a form calls this pair."""
        return f"{self.need.id}-{candidate.offer_id}"


def week_proposals(session: Session, first: date, now: datetime) -> list[Proposed]:
    """Whom to ask for each need of the week that still looks for helpers, all looked at together."""
    ids = session.scalars(queries.week_ids(first, midnight(first))).all()
    needs = session.scalars(queries.to_pair(ids, now)).unique().all()
    found: dict[int, list[Candidate]] = {}
    for need, candidate in pair_board(session, needs, now=now):
        found.setdefault(need.id, []).append(candidate)
    return [Proposed(need, found[need.id]) for need in needs if need.id in found]
