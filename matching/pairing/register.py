"""The register as the scorer reads it, with the facts that explanations name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching.accounts.rules import display_name
from matching.needs.models import Need
from matching.pairing import queries
from matching.pairing.demand import needs_table
from matching.pairing.meetings import pairs
from matching.pairing.supply import people
from matching.scoring import text
from matching.scoring.tables import Needs, Pairs, People


@dataclass(frozen=True, kw_only=True, eq=False)
class Register:
    """The scorer's tables and the facts that explanations name, row by row."""

    needs: Needs
    people: People
    pairs: Pairs
    rows: Sequence[Row[Any]]
    """As `queries.offers` selects them; row i is `people` row i."""

    def name(self, row: int) -> str:
        """Whom a coordinator sees at this row: the organisation, or the person."""
        facts = self.rows[row]
        return facts.organization or display_name(
            facts.family_name, facts.given_name, facts.known_as
        )


def read(session: Session, needs: Sequence[Need], *, now: datetime) -> Register:
    """The register as it stands, for these needs, in nine statements whatever its size.

    Args:
        needs: as `queries.scored` loads them; at least one.
    """
    rows = session.execute(queries.offers()).all()
    place = {row.id: number for number, row in enumerate(rows)}
    basis = text.fitted([*(row.words.split() for row in rows), *(n.words.split() for n in needs)])
    return Register(
        needs=needs_table(session, needs, basis),
        people=people(session, rows, place, basis, now),
        pairs=pairs(session, needs, rows, place),
        rows=rows,
    )
