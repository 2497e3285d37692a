"""Verbs of outcomes: report, approve, correct."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.calendar import fiscal_year, in_tokyo
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import actions as matches
from matching.matches.models import Match
from matching.matches.queries import live
from matching.matches.rules import State
from matching.needs import actions as needs
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.outcomes import letters, queries
from matching.outcomes.drafts import MOST_MINUTES, MOST_PEOPLE, ReportDraft
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import Side, Solved


@dataclass(frozen=True)
class Approval:
    """What counts: how long each helped, how many there were, on which day."""

    held_on: date
    minutes_each: int
    people: int
    solved: Solved | None = None

    @property
    def minutes(self) -> int:
        return self.minutes_each * self.people


def report(
    session: Session, match: Match, side: Side, draft: ReportDraft, *, by: Person, at: datetime
) -> Report:
    """Keep what one side says; said again before the approval, it replaces what was said.

    Raises:
        RuleBroken: the match is not confirmed, or has been approved already.
    """
    if match.state is not State.CONFIRMED:
        raise RuleBroken(N_("この活動は、今は報告できません。"))
    found = session.scalars(queries.report_of(match.id, side)).one_or_none()
    kept = found or Report(match_id=match.id, side=side)
    for name, value in vars(draft).items():
        setattr(kept, name, value)
    kept.by_id, kept.reported_at = by.id, at
    session.add(kept)
    if side is Side.ASKER and draft.thanks and found is None:
        post(session, letters.thanked(match, draft.thanks), at=at)
    session.flush()
    return kept


def approve(
    session: Session, match: Match, approval: Approval, *, by: Person, at: datetime
) -> Outcome:
    """Enter what counts. When nothing of the need is left to do, it closes as done.

    Raises:
        RuleBroken: the match is not confirmed, or the figures cannot be.
    """
    _check(approval, at)
    locked = select(Match.id).where(Match.id == match.id).with_for_update()
    session.execute(locked)
    session.refresh(match, ["state", "version"])
    matches.complete(session, match, by=by, at=at)
    entry = _entry(match, approval, by, at)
    session.add(entry)
    session.flush()
    record(session, "approve", "outcome", entry.id, by_id=by.id, at=at, match=match.id)
    post(session, letters.approved(match, approval.minutes, approval.people), at=at)
    _close_when_done(session, match, by, at)
    return entry


def _check(approval: Approval, at: datetime) -> None:
    if approval.held_on > in_tokyo(at).date():
        raise RuleBroken(N_("活動した日は、今日かそれより前にしてください。"))
    if not (1 <= approval.minutes_each <= MOST_MINUTES and 1 <= approval.people <= MOST_PEOPLE):
        raise RuleBroken(N_("時間と人数を確かめてください。"))


def _entry(match: Match, approval: Approval, by: Person, at: datetime) -> Outcome:
    return Outcome(
        match_id=match.id,
        need_id=match.need_id,
        person_id=match.offer.person_id,
        organization_id=match.offer.organization_id,
        held_on=approval.held_on,
        fiscal_year=fiscal_year(approval.held_on),
        initiative_id=match.need.initiative_id,
        district_id=match.need.district_id,
        minutes=approval.minutes,
        people=approval.people,
        solved=approval.solved,
        approved_by_id=by.id,
        approved_at=at,
    )


def _close_when_done(session: Session, match: Match, by: Person, at: datetime) -> None:
    need = match.need
    over = need.last_end_at is not None and need.last_end_at <= at
    session.refresh(need, ["state", "version"])
    if over and need.state is not NeedState.CLOSED and not session.scalars(live(need.id)).first():
        needs.close(session, need, Closing.DONE, by=by, at=at)


def correct(
    session: Session, match: Match, approval: Approval, *, reason: str, by: Person, at: datetime
) -> Outcome:
    """Enter the difference to what counts now; what was entered before stays as it is.

    Raises:
        RuleBroken: nothing was approved yet, no reason is given, or nothing would change.
    """
    if not reason.strip():
        raise RuleBroken(N_("訂正の理由を入力してください。"))
    _check(approval, at)
    session.execute(select(Match.id).where(Match.id == match.id).with_for_update())
    first = session.scalars(queries.entries(match.id).limit(1)).first()
    if first is None:
        raise RuleBroken(N_("まだ承認されていないため、訂正できません。"))
    minutes, people = session.execute(queries.totals(match.id)).one()
    if (minutes, people) == (approval.minutes, approval.people):
        raise RuleBroken(N_("今の数値と同じです。訂正する数値を入力してください。"))
    entry = Outcome(
        match_id=match.id,
        need_id=first.need_id,
        person_id=first.person_id,
        organization_id=first.organization_id,
        held_on=first.held_on,
        fiscal_year=first.fiscal_year,
        initiative_id=first.initiative_id,
        district_id=first.district_id,
        minutes=approval.minutes - minutes,
        people=approval.people - people,
        corrects_id=first.id,
        reason=reason,
        approved_by_id=by.id,
        approved_at=at,
    )
    session.add(entry)
    session.flush()
    record(session, "correct", "outcome", entry.id, by_id=by.id, at=at, match=match.id)
    return entry
