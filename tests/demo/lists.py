"""Lists of the demo city, each with few rows and with many: who opens it, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matching.accounts.models import Grant, Person
from matching.accounts.rules import Role
from matching.certificates.models import Certificate
from matching.exchange.actions import files
from matching.exchange.samples import EXAMPLE, HEADERS
from matching.mailbox.models import Notice
from matching.matches.models import Match
from matching.matches.rules import LIVE, State
from matching.needs.models import Need
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.offers.models import Offer, Resource
from matching.progress.rules import Figure
from matching.web.csv import csv_text
from tests.demo.scenes import Visitor, officer
from tests.make import NOON

Way = tuple[Visitor, str]
"""Who opens it, and where."""


@dataclass(frozen=True)
class List:
    """The same list twice."""

    name: str
    few: Way
    many: Way


def lists(session: Session, visitors: Mapping[str, Visitor]) -> list[List]:
    """Every list that grows with the city."""
    found: list[List] = []
    for make in (_of_the_public, _of_the_centre, _of_needs, _of_ones_own, _of_files):
        found += make(session, visitors)
    return found


def ends(session: Session, counted: Select[Any]) -> tuple[Any, Any]:
    """Of whom there is least, and of whom there is most."""
    ranked = counted.add_columns(func.count()).order_by(func.count(), *counted.selected_columns)
    rows = session.execute(ranked).all()
    assert rows[0][-1] < rows[-1][-1], rows
    return rows[0][0], rows[-1][0]


def _both(name: str, visitor: Visitor, few: str, many: str) -> List:
    return List(name, (visitor, few), (visitor, many))


def _of_the_public(session: Session, visitors: Mapping[str, Visitor]) -> Iterator[List]:
    nobody = visitors["nobody"]
    wanted = select(Need.district_id).where(Need.state == NeedState.OPEN)
    few, many = ends(session, wanted.group_by(Need.district_id))
    yield _both("the board", nobody, f"/board?district={few}", "/board")
    yield _both("nearby", nobody, f"/board?district={few}", f"/board?district={many}&km=10")
    yield _both("the map", nobody, f"/board?view=map&district={few}", "/board?view=map")
    week = "/board?view=week&first=2026-12-07"
    yield _both("the board's week", nobody, f"{week}&district={few}", week)
    unmet = select(Need.district_id).where(Need.closing == Closing.UNFILLED)
    few, _many = ends(session, unmet.group_by(Need.district_id))
    for figure in Figure:
        path = f"/progress/all/{figure}"
        yield _both(f"records of {figure}", nobody, f"{path}?district={few}", path)


def _of_the_centre(session: Session, visitors: Mapping[str, Visitor]) -> Iterator[List]:
    coordinator, university = visitors["coordinator"], visitors["university"]
    yield _both("queue", coordinator, "/desk?queue=answer&page=99", "/desk?queue=answer")
    yield _both("people", coordinator, "/people?role=reviewer", "/people?role=volunteer")
    homes = select(Offer.home_district_id).group_by(Offer.home_district_id)
    few, _many = ends(session, homes.where(Offer.home_district_id.is_not(None)))
    yield _both("register", coordinator, f"/offers?district={few}", "/offers")
    yield _both("organisations", coordinator, "/organizations?kind=university", "/organizations")
    students = f"/organizations/{university.speaks_for}/students"
    yield _both("students", university, f"{students}?approval=pending", students)
    for name, path in (("a week", "/desk/week"), ("asking for a week", "/desk/week/asks")):
        yield _both(name, coordinator, f"{path}?first=2026-11-23", f"{path}?first=2026-12-07")


def _of_needs(session: Session, visitors: Mapping[str, Visitor]) -> Iterator[List]:
    coordinator = visitors["coordinator"]
    over = select(Match.need_id).join(Need).where(Need.state == NeedState.CLOSED)
    done = select(Match.need_id).where(Match.state == State.DONE)
    for name, path, counted in (
        ("who was asked", "/desk/needs/{}", over),
        ("who helps", "/needs/{}/helpers", over),
        ("who came", "/needs/{}/roster", done),
    ):
        few, many = ends(session, counted.group_by(Match.need_id))
        yield _both(name, coordinator, path.format(few), path.format(many))


def _of_ones_own(session: Session, visitors: Mapping[str, Visitor]) -> Iterator[List]:
    del visitors
    helped = select(Offer.person_id).join(Match).where(Offer.organization_id.is_(None))
    for name, path, column, counted in (
        ("certificates", "/certificates", Certificate.person_id, select(Certificate.person_id)),
        ("letters", "/letters", Notice.person_id, select(Notice.person_id)),
        ("own needs", "/needs/mine", Need.asker_id, select(Need.asker_id)),
        ("my page", "/my", Offer.person_id, helped.where(Match.state.in_(LIVE - {State.PROPOSED}))),
        ("activity", "/my/activity", Offer.person_id, helped.where(Match.state == State.DONE)),
    ):
        few, many = ends(session, counted.group_by(column))
        yield List(name, (Visitor(few), path), (Visitor(many), path))
    few, many = ends(session, select(Offer.person_id).join(Resource).group_by(Offer.person_id))
    path = "/offers/mine"
    yield List("things to lend", (officer(session, few), path), (officer(session, many), path))


def _of_files(session: Session, visitors: Mapping[str, Visitor]) -> Iterator[List]:
    """The check of a register; whoever chooses a second file has forgotten the first."""
    del visitors
    coordinators = select(Person).join(Grant, Grant.person_id == Person.id)
    others = coordinators.where(Grant.role == Role.COORDINATOR, Person.email.like("person%"))
    chosen: list[Way] = []
    for copies, by in zip((1, 40), session.scalars(others.order_by(Person.id)), strict=True):
        content = csv_text(HEADERS, [*EXAMPLE] * copies).encode()
        file = files.keep(session, "台帳.csv", content, by=by, at=NOON)
        chosen.append((Visitor(by.id), f"/exchange/register/{file.id}"))
    yield List("a register file", *chosen)
