"""What the pages about certificates show: sums before issuing, and how each paper stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching.certificates import queries
from matching.certificates.actions import Certified, certified, ledger
from matching.certificates.models import Certificate, CertificateLine
from matching.certificates.rules import PRESETS, Period, Standing, days_of, own_minutes


@dataclass(frozen=True)
class Shown:
    """One line of a paper, and what the ledger says of it today."""

    line: CertificateLine
    held_on: date
    minutes: int
    people: int

    @property
    def own_minutes(self) -> int:
        return own_minutes(self.minutes, self.people)

    @property
    def differs(self) -> bool:
        line = self.line
        said = (line.held_on, line.minutes, line.people)
        return said != (self.held_on, self.minutes, self.people)


@dataclass(frozen=True)
class Paper:
    """A certificate with its lines, and how it stands today."""

    certificate: Certificate
    shown: Sequence[Shown]

    @property
    def standing(self) -> Standing:
        return self.certificate.standing(changed=any(one.differs for one in self.shown))

    @property
    def left(self) -> int:
        """How many of the certified activities the ledger still holds."""
        return sum(one.minutes > 0 for one in self.shown)

    @property
    def minutes_left(self) -> int:
        return sum(one.own_minutes for one in self.shown)


def paper(session: Session, certificate: Certificate) -> Paper:
    """The certificate beside the ledger; one statement."""
    rows = session.execute(queries.compared(certificate.id)).all()
    return Paper(certificate, [Shown(*row) for row in rows])


def standings(session: Session, certificates: Sequence[Certificate]) -> Mapping[int, Standing]:
    """How each of these stands today; one statement."""
    changed = set(session.scalars(queries.changed([one.id for one in certificates])))
    return {one.id: one.standing(changed=one.id in changed) for one in certificates}


def presets(session: Session, person_id: int, today: date) -> Mapping[Period, Certified]:
    """What each of the usual periods would certify; one statement."""
    lines = ledger(session, person_id)
    return {one: certified(lines, days_of(one, today)) for one in PRESETS}


def added(session: Session, paper: Paper) -> int:
    """How many activities of its days were approved only after the paper was issued."""
    it = paper.certificate
    known = {one.line.match_id for one in paper.shown}
    now = certified(ledger(session, it.person_id), (it.first_on, it.last_on))
    return sum(line.match_id not in known for line in now.lines)


def again(certificate: Certificate | None) -> dict[str, object]:
    """What the form begins with where a paper is to be replaced: the same days, the same words."""
    if certificate is None:
        return {}
    return {
        "period": str(Period.CHOSEN),
        "first_on": certificate.first_on,
        "last_on": certificate.last_on,
        "recipient": certificate.recipient,
        "prints_list": certificate.prints_list,
    }
