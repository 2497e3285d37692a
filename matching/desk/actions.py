"""What a coordinator does with several things at once: ask people, take in a caller's need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.actions import record_caller
from matching.accounts.drafts import Caller
from matching.accounts.models import Person
from matching.desk import queries
from matching.desk.drafts import Heard, Intake, Terms
from matching.matches.actions import Reasons, accept, decline, offer, propose
from matching.matches.models import Match
from matching.needs import actions as needs
from matching.needs.models import Need
from matching.pairing.rules import Candidate


def ask(
    session: Session, need: Need, chosen: Sequence[Candidate], terms: Terms, *,
    by: Person, at: datetime,
) -> None:  # fmt: skip
    """Ask all of these for one need, each with the reasons for which they were suggested.

    Raises:
        RuleBroken: somebody else has asked one of them meanwhile, or the need looks for nobody.
    """
    session.execute(select(Need.id).where(Need.id == need.id).with_for_update())
    found = {row.id: row for row in session.scalars(queries.offers([c.offer_id for c in chosen]))}
    for candidate in chosen:
        reasons = _reasons(candidate)
        match = propose(session, need, found[candidate.offer_id], by=by, at=at, reasons=reasons)
        offer(
            session, match, answer_by=terms.answer_by, by=by, at=at, link=terms.link,
            reasons=reasons, note=terms.note,
        )  # fmt: skip


def _reasons(candidate: Candidate) -> Reasons:
    return Reasons(
        score=candidate.explained["score"],
        chance=candidate.chance,
        features=candidate.features,
        explanation=dict(candidate.explained),
    )


def record_answer(
    session: Session, match: Match, heard: Heard, *, by: Person, at: datetime
) -> None:
    """Write down a helper's answer as their own.

    Raises:
        RuleBroken: as `accept` and `decline`.
    """
    if not heard.yes:
        decline(session, match, by=by, at=at, note=heard.note)
        return
    accept(session, match, by=by, at=at, places=heard.places, override=heard.override)


def take_in(
    session: Session, asker: Person | Caller, intake: Intake, *, by: Person, at: datetime
) -> Need:
    """Write down what somebody asks for by telephone or on paper; it then waits to be checked.

    `asker`: somebody known, or somebody new who has just agreed to be written down.

    Raises:
        RuleBroken: something is missing.
    """
    if isinstance(asker, Caller):
        asker = record_caller(session, asker, by=by, at=at)
    need = needs.begin(session, intake.need, asker=asker, by=by, at=at)
    needs.by_centre(need, intake.channel, consented_at=intake.consented_at)
    needs.submit(session, need, by=by, at=at)
    return need
