"""Needs as rows of the scorer's `Needs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy.orm import Session

from matching.calendar import in_tokyo
from matching.needs.models import Need
from matching.pairing import queries
from matching.pairing.columns import (
    KINDS,
    LICENCES,
    SKILLS,
    district_column,
    minute_of_week,
    numbers,
)
from matching.scoring import text
from matching.scoring.arrays import Bools
from matching.scoring.tables import Needs
from matching.scoring.week import NO_SLOTS, Slots


def needs_table(session: Session, needs: Sequence[Need], basis: text.Basis) -> Needs:
    """The columns of these needs (as `queries.scored` loads them), in one statement."""
    asked = {n.asker_id for n in needs}
    history = {row[0]: (row[1], row[2]) for row in session.execute(queries.askers(asked))}
    met = np.array([history.get(n.asker_id, (0, 0)) for n in needs], dtype=np.int64)
    met = met.reshape(len(needs), 2)
    wanted, required, licensed = _wished(needs)
    return Needs(
        ids=np.array([n.id for n in needs], dtype=np.int64),
        wanted=wanted,
        required=required,
        licences=licensed,
        lat=numbers(n.district.lat if n.district else None for n in needs),
        lng=numbers(n.district.lng if n.district else None for n in needs),
        district=np.array(
            [district_column(n.district.code if n.district else None) for n in needs]
        ),
        remote=np.array([n.remote for n in needs], dtype=np.bool_),
        stretch_km=np.zeros(len(needs)),
        slots=_slots(needs),
        hours=numbers(_hours(n) for n in needs),
        year=np.array([_year(n) for n in needs], dtype=np.int64),
        min_age=np.array([n.least_age or 0 for n in needs], dtype=np.int64),
        category=np.array([KINDS.get(n.kind, -1) for n in needs], dtype=np.int64),
        text=text.vectors(basis, [n.words.split() for n in needs]),
        proposed=met[:, 0],
        confirmed=met[:, 1],
    )


def _wished(needs: Sequence[Need]) -> tuple[Bools, Bools, Bools]:
    wanted = np.zeros((len(needs), len(SKILLS)), dtype=np.bool_)
    required, licensed = wanted.copy(), np.zeros((len(needs), len(LICENCES)), dtype=np.bool_)
    for row, need in enumerate(needs):
        for wish in need.wished:
            kind, _, code = wish.skill.rpartition(":")
            if kind == "licence" and code in LICENCES:
                licensed[row, LICENCES[code]] |= wish.required
            elif wish.skill in SKILLS:
                (required if wish.required else wanted)[row, SKILLS[wish.skill]] = True
        for thing in need.things:  # somebody else may bring it, so it is wanted, not required
            wanted[row, SKILLS[f"thing:{thing.kind}"]] = True
    return wanted, required, licensed


def _slots(needs: Sequence[Need]) -> Slots:
    spans = [
        (row, start, length) for row, need in enumerate(needs) for start, length in _spans(need)
    ]
    if not spans:
        return NO_SLOTS
    row, start, minutes = np.array(spans, dtype=np.int64).T
    return Slots(need=row, start=start, minutes=minutes)


def _spans(need: Need) -> Iterator[tuple[int, int]]:
    """(start, length) in minutes of the week."""
    for slot in need.slots:
        length = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
        yield minute_of_week(slot.starts_at), min(length, 7 * 24 * 60)
    if need.flexible:
        for hour in need.week or ():
            yield hour * 60, 60


def _hours(need: Need) -> float | None:
    """How long one helper is wanted: all fixed slots together, or as long as a flexible need says."""
    spans = [length for _, length in _spans(need)]
    if not spans:
        return None
    minutes = need.minutes_wanted if need.flexible else sum(spans)
    return min(max(minutes, 1), sum(spans), 7 * 24 * 60) / 60


def _year(need: Need) -> int:
    return in_tokyo(need.first_start_at or need.created_at).year
