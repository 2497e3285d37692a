"""Verbs of what came of a match: tell, approve, correct, note that nobody came."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.calendar import fiscal_year
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import actions as matches
from matching.matches.models import Match
from matching.matches.needs import close_need
from matching.matches.rules import State
from matching.needs.actions import default_initiative
from matching.needs.models import Need
from matching.needs.rules import LISTED, Closing
from matching.outcomes import letters, queries
from matching.outcomes.drafts import ApprovalDraft, CorrectionDraft, ReportDraft
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import REPORTABLE, Side, adjustments, may_be_told
from matching.plan.models import Initiative
from matching.plan.queries import initiatives_of


def report(
    session: Session, match: Match, draft: ReportDraft, *, side: Side, by: Person, at: datetime
) -> Report:
    """One side says what came of it; said again, it replaces what was said before.

    Raises:
        RuleBroken: it has not begun, was not confirmed, or is approved already.
    """
    _lock(session, match)
    if not may_be_told(match.state, match.need.first_start_at, at):
        raise RuleBroken(N_("この活動の報告は、確定して活動の日が来てからお願いします。"))
    _refuse_approved(session, match)
    told = session.scalars(
        select(Report).where(Report.match_id == match.id, Report.side == side)
    ).one_or_none()
    if told is None:
        told = Report(match_id=match.id, side=side)
        session.add(told)
    assert draft.held_on is not None, "problems() refuses a report without a day"
    is_new_thanks = side is not Side.HELPER and draft.thanks and not told.thanks
    told.by_id, told.reported_at = by.id, at
    told.came, told.held_on, told.solved = draft.came, draft.held_on, draft.solved
    told.minutes, told.people = (draft.minutes, draft.people) if draft.came else (0, 0)
    told.done, told.thanks, told.problems = draft.done, draft.thanks, draft.problems
    session.flush()
    if is_new_thanks:
        post(session, letters.thanked(match, draft.thanks), at=at)
    return told


def approve(
    session: Session, match: Match, draft: ApprovalDraft, *, by: Person, at: datetime
) -> Outcome:
    """From now on it counts: hours, people, the plan. The helper is told.

    Raises:
        RuleBroken: nobody has told anything, it is approved already, or it did not take place.
    """
    _lock(session, match)
    _refuse_approved(session, match)
    if not session.scalar(queries.told(match.id).limit(1)):
        raise RuleBroken(N_("報告がまだありません。先に報告を入力してください。"))
    if match.state not in REPORTABLE:
        raise RuleBroken(N_("この件は活動として承認できません。今の様子を確かめてください。"))
    entry = _entry(session, match, draft, by=by, at=at)
    session.add(entry)
    if match.state is State.CONFIRMED:
        matches.complete(session, match, by=by, at=at)
    session.flush()
    record(session, "approve", "outcome", entry.id, by_id=by.id, at=at, match=match.id)
    post(session, letters.approved(match, minutes=entry.minutes, people=entry.people), at=at)
    _close_finished(session, match.need, by=by, at=at)
    return entry


def correct(
    session: Session, match: Match, draft: CorrectionDraft, *, by: Person, at: datetime
) -> list[Outcome]:
    """Add the entries after which the match counts as `draft` says; the helper is told why.

    Raises:
        RuleBroken: nothing is approved yet, or nothing would change.
    """
    _lock(session, match)
    first = session.scalars(queries.entries(match.id).limit(1)).one_or_none()
    if first is None:
        raise RuleBroken(N_("まだ承認されていないので、訂正するものがありません。"))
    rows = session.execute(queries.standing(match.id)).all()
    standing = {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}
    assert draft.held_on is not None, "problems_of_correction() refuses one without a day"
    year = fiscal_year(draft.held_on)
    cell = (year, initiative_in(session, draft.initiative_id, year), first.district_id)
    changes = adjustments(standing, cell, (draft.minutes, draft.people))
    if not changes:
        raise RuleBroken(N_("今の記録と同じです。変えるところがあるときだけ訂正してください。"))
    made = [
        Outcome(
            match_id=match.id, need_id=match.need_id, person_id=first.person_id,
            organization_id=first.organization_id, held_on=draft.held_on, fiscal_year=place[0],
            initiative_id=place[1], district_id=place[2], minutes=minutes, people=people,
            corrects_id=first.id, reason=draft.reason, approved_by_id=by.id, approved_at=at,
        )
        for place, (minutes, people) in changes.items()
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    record(session, "correct", "outcome", first.id, by_id=by.id, at=at, match=match.id)
    letter = letters.corrected(
        match, minutes=draft.minutes, people=draft.people, reason=draft.reason
    )
    post(session, letter, at=at)
    return made


def no_show(session: Session, match: Match, *, by: Person, at: datetime, note: str) -> None:
    """Nobody came; nothing counts.

    Raises:
        RuleBroken: no reason was given, the day has not come, or it is approved already.
    """
    _lock(session, match)
    _refuse_approved(session, match)
    matches.miss(session, match, by=by, at=at, note=note)
    _close_finished(session, match.need, by=by, at=at)


def initiative_in(session: Session, initiative_id: int | None, year: int) -> int | None:
    """The initiative, or its namesake in the plan that covers the year; None if there is none."""
    if initiative_id is None:
        return None
    known = {one.id: one.code for one in session.scalars(initiatives_of(year))}
    if initiative_id in known:
        return initiative_id
    code = session.scalar(select(Initiative.code).where(Initiative.id == initiative_id))
    return next((id for id, known_code in known.items() if known_code == code), None)


def _lock(session: Session, match: Match) -> None:
    """The need and the match, locked and as they stand now; in the order in which others lock."""
    session.execute(select(Need.id).where(Need.id == match.need_id).with_for_update())
    session.execute(select(Match.id).where(Match.id == match.id).with_for_update())
    session.refresh(match.need, ["state", "helpers_wanted", "places_taken", "version"])
    session.refresh(match, ["state", "places", "version"])


def _refuse_approved(session: Session, match: Match) -> None:
    if session.scalar(queries.is_approved(match.id)):
        raise RuleBroken(N_("この活動はもう承認されています。直すときは訂正してください。"))


def _entry(
    session: Session, match: Match, draft: ApprovalDraft, *, by: Person, at: datetime
) -> Outcome:
    need, helper = match.need, match.offer
    assert draft.held_on is not None, "problems_of_approval() refuses one without a day"
    year = fiscal_year(draft.held_on)
    chosen = draft.initiative_id or need.initiative_id or default_initiative(session, need)
    return Outcome(
        match_id=match.id, need_id=need.id, person_id=helper.person_id,
        organization_id=helper.organization_id, held_on=draft.held_on, fiscal_year=year,
        initiative_id=initiative_in(session, chosen, year), district_id=need.district_id,
        minutes=draft.minutes, people=draft.people, solved=draft.solved, reason="",
        approved_by_id=by.id, approved_at=at,
    )  # fmt: skip


def _close_finished(session: Session, need: Need, *, by: Person, at: datetime) -> None:
    """The need is done when nobody is expected any more and somebody was there."""
    over = need.last_end_at is None or need.last_end_at <= at or not need.places_left
    if need.state not in LISTED or not over:
        return
    if session.scalar(queries.expected(need.id).limit(1)) or not session.scalar(
        queries.taken_place(need.id).limit(1)
    ):
        return
    close_need(session, need, Closing.DONE, by=by, at=at)
