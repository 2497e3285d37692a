"""The race for one place: fifty who were asked, signed in, each before the page of the question."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching import clock
from matching.accounts.models import Person, SignIn
from matching.accounts.queries import hashed
from matching.accounts.rules import Role
from matching.app import create_app
from matching.matches.models import Match
from matching.matches.rules import State
from tests.make import make_match, make_need, make_person
from tests.reliability.conftest import Site
from tests.reliability.crowd import Answer, Visitor, at_once

MANY = 50


@dataclass(frozen=True)
class Helper:
    """Somebody who is signed in, and the browser in which they are."""

    person_id: int
    browser: Visitor


@dataclass(frozen=True)
class Round:
    """One place, who asked for help, and what the fifty were answered."""

    need_id: int
    asker: str
    answers: list[Answer]


def helpers(site: Site) -> list[Helper]:
    """Fifty people, each signed in in a browser of their own."""
    app, now = create_app(site.config, site.database), clock.now()
    signer = app.session_interface.get_signing_serializer(app)
    crowd = []
    with site.database.writing() as session:
        for number in range(MANY):
            person = make_person(
                session, "助", f"{number}", Role.VOLUNTEER, email=f"helper{number}@example.org"
            )
            token = secrets.token_urlsafe(16)
            session.add(
                SignIn(
                    token_hash=hashed(token), person_id=person.id, created_at=now,
                    expires_at=now + timedelta(days=1),
                )
            )  # fmt: skip
            cookie = {app.config["SESSION_COOKIE_NAME"]: signer.dumps({"_user_id": token})}
            crowd.append(Helper(person.id, Visitor(site.address, cookie)))
    return crowd


def race(site: Site, crowd: list[Helper], number: int) -> Round:
    """Everybody opens the page of the question; then all of them press yes at once."""
    asker = f"asker{number}@example.org"
    with site.database.writing() as session:
        need_id, questions = _asked(session, crowd, number, asker)
    for helper, question in zip(crowd, questions, strict=True):
        page = helper.browser.get(question)
        assert page.status == 200, page.text
        assert f'action="{question}/answer"' in page.text
    yes = [
        partial(helper.browser.post, f"{question}/answer", answer="yes", places="1")
        for helper, question in zip(crowd, questions, strict=True)
    ]
    return Round(need_id, asker, at_once(yes))


def _asked(
    session: Session, crowd: list[Helper], number: int, address: str
) -> tuple[int, list[str]]:
    """A new need with one place, offered to everybody: its number, and a page for each of them."""
    now = clock.now()
    asker = make_person(session, "依頼", f"{number}", Role.RESIDENT, email=address)
    need = make_need(session, asker, starts_at=now + timedelta(days=7 + number))
    matches = [
        make_match(
            session, asker, session.get_one(Person, helper.person_id), need=need,
            answer_by=now + timedelta(days=2), offered_at=now,
        )
        for helper in crowd
    ]  # fmt: skip
    return need.id, [f"/matches/{match.id}" for match in matches]


def states(session: Session, need_id: int) -> dict[State, int]:
    """How many matches of this need stand where."""
    counted = select(Match.state, func.count()).where(Match.need_id == need_id)
    return dict(session.execute(counted.group_by(Match.state)).all())
