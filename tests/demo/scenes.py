"""What addresses name in the demo city: one of each kind in each state, and whom it concerns."""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from matching.accounts.models import Person, SignInCode
from matching.accounts.queries import hashed
from matching.certificates.models import Certificate
from matching.certificates.pages import standings
from matching.demo.people import SIGN_INS
from matching.districts.models import District
from matching.exchange.actions import files
from matching.exchange.samples import EXAMPLE, HEADERS
from matching.mailbox.actions import wishes_for
from matching.mailbox.models import Notice
from matching.matches.access import answer_path, feed_address
from matching.matches.actions import subscribe
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.matches.rules import State as MatchState
from matching.needs.models import Need, Photo
from matching.offers.models import Offer, Resource
from matching.organizations.models import Invitation, Officer, Organization
from matching.organizations.rules import Approval, Kind
from matching.outcomes.models import Outcome, Report
from matching.plan.models import Initiative, Pillar, Plan
from matching.web.csv import csv_text
from tests.make import NOON, make_organization

T = TypeVar("T")
LINK, BROWSER = "a-link-of-a-letter", "a browser that asked for it"


@dataclass(frozen=True)
class Visitor:
    """Somebody who walks through the city; an officer speaks for their organisation."""

    person_id: int | None = None
    speaks_for: int | None = None
    carries: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """What the signed cookie holds besides."""


@dataclass(frozen=True)
class Scene:
    """Things that belong together, by what addresses call them, and whom they concern."""

    values: dict[str, Any]
    people: Sequence[Visitor] = field(default=())


def visitors(session: Session) -> dict[str, Visitor]:
    """Nobody, the demo's sign-ins, and two on their way in."""
    by_email = dict(session.execute(select(Person.email, Person.id)).all())
    found = {"nobody": Visitor()}
    for email, _who, _roles in SIGN_INS:
        found[email.partition("@")[0]] = officer(session, by_email[email])
    asked = {"browser": BROWSER, "email": "newcomer@demo.example"}
    proven = {"email": "newcomer@demo.example", "at": NOON.isoformat()}
    found["somebody with a sign-in letter"] = Visitor(carries={"asked": asked})
    found["somebody who signs up"] = Visitor(carries={"proven": proven})
    return found


def busiest(session: Session) -> list[Visitor]:
    """Who asks most, who helps most, who has most letters."""
    return [
        Visitor(most(session, Need.asker_id)),
        Visitor(most(session, Offer.person_id, Match)),
        Visitor(most(session, Notice.person_id)),
    ]


def officer(session: Session, person_id: int) -> Visitor:
    """The person, speaking for the organisation whose officer they are."""
    held = select(Officer.organization_id).where(Officer.person_id == person_id)
    return Visitor(person_id, session.scalars(held).first())


def most(session: Session, column: Any, counted: Any = None) -> int:
    """The person who has the most of these."""
    rows = select(column).group_by(column).order_by(func.count().desc(), column).limit(1)
    if counted is not None:
        rows = rows.join(counted, counted.offer_id == Offer.id)
    return session.scalars(rows).one()


def scenes(session: Session, app: Flask) -> list[Scene]:
    """One of each kind and state that the city holds, and the few things that it does not."""
    makers: tuple[Callable[[Session], Iterable[Scene]], ...] = (
        _needs, _matches, _offers, _organizations, _people, _plans, _letters, _certificates,
        _others,
    )  # fmt: skip
    found = [Scene({})]
    for make in makers:
        found += make(session)
    question = session.scalars(matches().where(Match.state == MatchState.OFFERED)).first()
    assert question is not None
    calendar = subscribe(
        session, session.get_one(Person, most(session, Offer.person_id, Match)), at=NOON
    )
    with app.test_request_context("/"):
        found.append(Scene({"token": answer_path(question).rpartition("/")[2]}))
        token = feed_address(calendar).rpartition("/")[2].removesuffix(".ics")
        found.append(Scene({"token": token}))
    return found


def first_of_each(rows: Iterable[T], kind: Callable[[T], Hashable]) -> list[T]:
    """The first of every kind."""
    found: dict[Hashable, T] = {}
    for row in rows:
        found.setdefault(kind(row), row)
    return list(found.values())


def _needs(session: Session) -> Iterable[Scene]:
    rows = session.scalars(select(Need).order_by(Need.id)).all()
    kinds = first_of_each(
        rows, lambda n: (n.state, n.closing, bool(n.returned_note), bool(n.organization_id))
    )
    times = first_of_each(rows, lambda n: (n.state, n.flexible))
    crowded = session.get_one(Need, most(session, Match.need_id))
    for need in {need.id: need for need in (*kinds, *times, crowded)}.values():
        yield Scene({"need_id": need.id}, [_speaking(need.asker_id, need.organization_id)])
    open_need = next(need for need in rows if need.state == "open")
    photo = Photo(need_id=open_need.id, jpeg=_jpeg(), width=8, height=8, added_at=NOON)
    session.add(photo)
    session.flush()
    yield Scene({"photo_id": photo.id}, [Visitor(open_need.asker_id)])


def _jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "JPEG")
    return made.getvalue()


def _speaking(person_id: int, organization_id: int | None) -> Visitor:
    return Visitor(person_id, organization_id)


def _matches(session: Session) -> Iterable[Scene]:
    told = set(session.scalars(select(Report.match_id)))
    approved = set(session.scalars(select(Outcome.match_id)))
    rows = session.scalars(
        select(Match).options(joinedload(Match.need), joinedload(Match.offer)).order_by(Match.id)
    ).all()

    def kind(match: Match) -> Hashable:
        for_group = bool(match.need.organization_id), bool(match.offer.organization_id)
        return match.state, match.id in told, match.id in approved, *for_group

    for match in first_of_each(rows, kind):
        people = [
            _speaking(match.need.asker_id, match.need.organization_id),
            _speaking(match.offer.person_id, match.offer.organization_id),
        ]
        yield Scene({"match_id": match.id}, people)


def _offers(session: Session) -> Iterable[Scene]:
    rows = session.execute(
        select(Offer, Resource).join(Resource, Resource.offer_id == Offer.id).order_by(Offer.id)
    ).all()
    lone = session.scalars(select(Offer).where(Offer.organization_id.is_(None))).first()
    assert lone is not None
    yield Scene({"offer_id": lone.id}, [Visitor(lone.person_id)])
    for offer, resource in first_of_each(rows, lambda row: bool(row[0].organization_id)):
        values = {"offer_id": offer.id, "resource_id": resource.id}
        yield Scene(values, [_speaking(offer.person_id, offer.organization_id)])


def _organizations(session: Session) -> Iterable[Scene]:
    waiting = make_organization(
        session, "待つ会", Kind.GROUP, session.get_one(Person, most(session, Need.asker_id)),
        approval=Approval.PENDING,
    )  # fmt: skip
    session.add(
        Invitation(organization_id=waiting.id, email="invited@demo.example", invited_at=NOON)
    )
    rows = session.execute(
        select(Organization, Officer.person_id)
        .join(Officer, Officer.organization_id == Organization.id)
        .order_by(Organization.id)
    ).all()
    for one, speaker in first_of_each(rows, lambda row: (row[0].kind, row[0].approval)):
        spoken = one.id if one.approval is Approval.APPROVED else None
        yield Scene({"organization_id": one.id}, [Visitor(speaker, spoken)])


def _people(session: Session) -> Iterable[Scene]:
    rows = session.scalars(
        select(Person).options(joinedload(Person.grants)).order_by(Person.id)
    ).unique()
    for person in first_of_each(rows, lambda p: (p.roles, p.known_as != "", p.email is None)):
        yield Scene({"person_id": person.id})


def _plans(session: Session) -> Iterable[Scene]:
    for plan in session.scalars(select(Plan).order_by(Plan.id)):
        values = {"plan_id": plan.id}
        for name, table in (("initiative_id", Initiative), ("pillar_id", Pillar)):
            ids = session.scalars(select(table.id).where(table.plan_id == plan.id))
            if (one := ids.first()) is not None:
                values[name] = one
        yield Scene(values)


def _letters(session: Session) -> Iterable[Scene]:
    rows = session.scalars(select(Notice).order_by(Notice.id))
    for notice in first_of_each(rows, lambda notice: notice.template):
        yield Scene({"notice_id": notice.id}, [officer(session, notice.person_id)])
    reader = most(session, Notice.person_id)
    yield Scene({"token": wishes_for(session, reader, at=NOON).unsubscribe_token})


def _certificates(session: Session) -> Iterable[Scene]:
    rows = session.scalars(select(Certificate).order_by(Certificate.id)).all()
    known = standings(session, rows)
    for it in first_of_each(rows, lambda it: known[it.id]):
        values = {"certificate_id": it.id, "code": it.shown_code}
        yield Scene(values, [Visitor(it.person_id)])


def _others(session: Session) -> Iterable[Scene]:
    coordinator = session.scalars(
        select(Person).where(Person.email == "coordinator@demo.example")
    ).one()
    assert coordinator.email
    register = csv_text(HEADERS, EXAMPLE).encode()
    file = files.keep(session, "台帳.csv", register, by=coordinator, at=NOON)
    yield Scene({"file_id": file.id})
    session.add(
        SignInCode(
            email="newcomer@demo.example", code_hash=hashed("-"), link_hash=hashed(LINK),
            browser_hash=hashed(BROWSER), created_at=NOON, expires_at=NOON + timedelta(hours=1),
        )
    )  # fmt: skip
    yield Scene({"link": LINK})
    yield Scene({"filename": "img/icon.svg"})
    yield Scene({"postal_code": "4000858"})


# ------------------------------------------------------------------ filters


def filters(session: Session) -> dict[str, list[str]]:
    """What a visitor may choose on each list, by endpoint; every page is opened without as well."""
    district = session.scalars(select(District.id).order_by(District.code)).first()
    here = f"year=2024&district={district}"
    return {
        "accounts.password": ["next=/my"],
        "accounts.sign_in": ["next=/my"],
        "board.index": [
            "q=雪", "when=today", "when=weekend", "when=weekdays", "when=mine",
            f"district={district}", "km=3", f"district={district}&km=10", "kind=garden_snow",
            "who=beginners", "who=children&who=group", "who=credit", "page=2", "page=99",
            "when=mornings", "when=any-day", "skill=grass_cutting", "district=0", "on=2026-11-28",
            "view=map", f"view=map&district={district}&km=10", "view=map&kind=garden_snow",
            "view=week", "view=week&first=2026-12-07", "view=week&when=weekend&first=2027-12-06",
            f"q=草&when=mine&district={district}&km=10&kind=garden_snow&who=beginners",
        ],
        "certificates.index": ["page=2"],
        "certificates.new": ["replaces=999999"],
        "contributions.activities": [
            "year=2025", "year=2025&month=10", "year=2025&kind=garden_snow", "thanked=1", here, "initiative=0", "page=2",
        ],
        "contributions.needs": ["year=2025", "unmet=1", "page=2"],
        "contributions.show": ["year=2025", "year=2020"],
        "contributions.students": ["year=2025", "page=2"],
        "contributions.summary": ["year=2025"],
        "contributions.table": ["year=2025"],
        "desk.index": [
            *(f"queue={queue}" for queue in ("intake", "choose", "answer", "confirm", "report")),
            "queue=follow", "queue=choose&page=2",
        ],
        "desk.week": ["first=2026-11-30", "first=2020-01-06"],
        "desk.week_asks": ["first=2026-11-30", "first=2020-01-06"],
        "mailbox.index": ["page=2"],
        "matches.of_need": ["page=2"],
        "needs.index": ["page=2"],
        "needs.step": ["from=check"],
        "offers.index": ["q=町", "skill=grass_cutting", f"district={district}", "page=2"],
        "organizations.index": ["kind=company", "approval=pending", "page=2"],
        "organizations.students": ["approval=pending", "page=2"],
        "outcomes.activity": ["page=2"],
        "outcomes.index": ["show=silent", "page=2"],
        "people.index": ["q=町", "role=volunteer", "role=coordinator", "page=2"],
        "progress.all_records": [here, "page=2"],
        "progress.download": [here],
        "progress.index": [here, "year=2020"],
        "progress.outside_records": [here],
        "progress.pillar_records": ["year=2020"],
        "progress.records": ["year=2020"],
    }  # fmt: skip
