"""Every route × every role × own and other's: nobody sees or changes what is not theirs.

`access.toml` says who gets in; a new address without a line fails. `things.py` makes what the lines
are about, `walk.py` goes to the doors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from matching.accounts.access import public
from matching.accounts.models import Grant, Person
from matching.accounts.rules import Role
from matching.app import create_app
from matching.db.engines import TiedDatabase
from matching.needs import policy as needs_policy
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from matching.offers.models import Offer
from matching.organizations.models import Affiliation, Invitation, Officer, Organization
from matching.organizations.rules import Approval, Kind
from matching.web.transaction import committing
from tests.browser import Browser
from tests.house.sent import FORMS
from tests.house.things import (
    ASKING_OFFICER,
    HELPER,
    THINGS,
    Thing,
    Visitor,
    World,
    companys_offer,
    equipped,
    offer_of,
    other_campus,
    strangers,
)
from tests.house.walk import (
    IN,
    OUT,
    TABLE,
    Door,
    Walker,
    checksum,
    contents,
    doors,
    judged,
    renumbered,
    wanted,
)
from tests.make import NOON, make_need, make_organization

NO_ROW = (0, 999_999, 2**31 - 1, 2**31, 2**63)
FORMLESS = "/unsubscribe/<token>"
"""Mail programs press this button (RFC 8058), and they have no form to send a token from."""


class Scene:
    """One thing, everybody at its doors, and a walker to send."""

    def __init__(self, app: Flask, session: Session, database: TiedDatabase, heading: str) -> None:
        self.world = World(session, app)
        self.made = THINGS[heading](self.world)
        self.visitors: dict[str, Visitor] = self.made.people | strangers(self.world)
        self.lines: Mapping[str, str] = TABLE[heading]
        self.walker = Walker(app, session, database.connection)
        self.walker.let(self.visitors)

    def presses(self) -> Iterator[tuple[Door, str]]:
        """Every button of these lines that does something, and who presses it."""
        known = doors(self.walker.app)
        for name, words in self.lines.items():
            told = wanted(words, self.visitors)
            who = next((one for one, answer in told.items() if answer == IN), None)
            if who and known[name].method != "GET":
                yield known[name], who


@pytest.fixture
def scene(app: Flask, session: Session, database: TiedDatabase, heading: str) -> Scene:
    return Scene(app, session, database, heading)


# ------------------------------------------------------------------ the table


def test_the_table_names_every_door_and_no_other(bare_app: Flask) -> None:
    named = {name for lines in TABLE.values() for name in lines}

    assert sorted(named) == sorted(doors(bare_app))


def test_every_heading_is_a_thing_that_can_be_made() -> None:
    assert sorted(TABLE) == sorted(THINGS)


def test_every_form_is_sent_to_a_door_that_there_is(bare_app: Flask) -> None:
    assert set(FORMS) <= {door.address for door in doors(bare_app).values() if door.method != "GET"}


def test_every_door_opens_for_somebody_and_does_something() -> None:
    """So that being refused is never only being at the wrong moment."""
    lines = [line for lines in TABLE.values() for line in lines.items()]
    opened = {name for name, words in lines if not words.startswith(("nobody", "not now"))}

    assert {name for name, _words in lines} - opened == {"POST /sign-in/password"}


@pytest.mark.parametrize("heading", TABLE)
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(scene: Scene) -> None:
    before = checksum(scene.walker.connection)

    wrong = scene.walker.walk(scene.lines, scene.made, scene.visitors)

    assert not wrong, "\n".join(f"{name}: {said}, but in truth {got}" for name, (said, got) in wrong.items())  # fmt: skip
    assert checksum(scene.walker.connection) == before, scene.walker.suspects


@pytest.mark.parametrize("number", NO_ROW)
def test_a_number_that_no_row_has_is_no_page_for_anybody(
    app: Flask, session: Session, database: TiedDatabase, number: int
) -> None:
    world = World(session, app)
    everything = Visitor(world.person("jack of all trades", *Role))
    walker = Walker(app, session, database.connection)
    walker.let({"all roles": everything, "anonymous": Visitor()})
    for door in doors(app).values():
        values = dict.fromkeys(door.numbers, number)
        for who in walker.cookies if values else ():
            page = walker.ask(who, door.method, door.path(values), door.fields({}))
            gone = judged(door, page) == OUT
            assert gone, f"{who} {door.method} {door.path(values)}: {page.status_code}"


# ------------------------------------------------------------------ forged requests


@pytest.mark.once
@pytest.mark.parametrize("heading", TABLE)
def test_nothing_is_taken_from_a_page_of_somebody_elses_site(scene: Scene) -> None:
    """Without the token of our own pages a request changes nothing, whoever's browser sends it."""
    before = checksum(scene.walker.connection)

    for door, who in scene.presses():
        if door.address != FORMLESS:
            page = scene.walker.ask(who, door.method, door.path(scene.made.values))
            assert page.status_code == 400, f"{who} {door.name}: {page.status_code}"

    assert checksum(scene.walker.connection) == before


FORGED = {
    "state": "confirmed", "approval": "approved", "approved": "1", "published": "1",
    "roles": "admin", "role": "admin", "grants": "admin", "is_admin": "1", "is_staff": "1",
    "admin": "1", "email": "taken-over@forged.example", "password_hash": "x", "head_count": "99",
    "places_taken": "0", "register_number": "F-1", "fiscal_year": "2020", "override": "x",
    "override_reason": "x", "side": "centre", "score": "1", "checked": "1", "applied": "1",
    "channel": "paper", "returned_note": "x", "unsubscribe_token": "x",
}  # fmt: skip
FORGED_IDS = (
    "id", "asker", "asker_id", "organization_id", "entered_by_id", "by_id", "person_id", "offer_id",
    "need_id", "match_id", "granted_by_id", "approved_by_id", "decided_by_id", "seen_by_id",
    "copied_from_id", "corrects_id", "acting_for_id", "invited_by_id",
)  # fmt: skip
FORGED_TIMES = (
    "created_at", "submitted_at", "opened_at", "closed_at", "approved_at", "confirmed_at",
    "accepted_at", "opted_in_at", "consented_at", "consent_at", "guardian_consented_at",
    "disabled_at", "read_at", "answer_by", "reported_at",
)  # fmt: skip
ASKED_FOR = {
    "/desk/intake": {"asker", "channel", "state"},
    "/desk/matches/<match>/answer": {"override"},
}
"""Fields that these forms do have, besides those that `FORMS` fills."""
CAST_ANEW = {"/certificates/new", "/sign-in"}
"""Here every paper or letter has another code."""


def forged(door: Door, other: Person) -> dict[str, str]:
    """What nobody may say of themselves, as far as this form does not ask for it."""
    ids = dict.fromkeys(FORGED_IDS, str(other.id))
    everything = FORGED | ids | dict.fromkeys(FORGED_TIMES, "2020-01-01T00:00:00")
    asked = {*FORMS.get(door.address, {}), *ASKED_FOR.get(door.address, ())}
    return {name: value for name, value in everything.items() if name not in asked}


@pytest.mark.once
@pytest.mark.parametrize("heading", TABLE)
def test_what_a_form_does_not_ask_for_is_ignored(scene: Scene) -> None:
    """The same button pressed twice, once with more fields: the database says the same."""
    other, walker = scene.world.person("stranger admin"), scene.walker

    def pressed(door: Door, who: str, more: Mapping[str, str]) -> tuple[int, Any]:
        values = scene.made.values
        renumbered(walker.connection)
        point = walker.connection.begin_nested()
        page = walker.ask(who, door.method, door.path(values), door.fields(values) | more)
        after = contents(walker.connection)
        point.rollback()
        return page.status_code, after

    with time_machine.travel(NOON, tick=False):
        untouched = contents(walker.connection)
        for door, who in scene.presses():
            if door.address in CAST_ANEW:
                continue
            plain = pressed(door, who, {})
            status, after = pressed(door, who, forged(door, other))
            refused = status == 422 and after == untouched
            assert refused or (status, after) == plain, f"{door.name}: {differing(plain[1], after)}"


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {
        table: [row for row in other[table] if row not in one[table]]
        for table in one
        if one[table] != other[table]
    }


def test_an_officer_does_not_rename_what_the_centre_approved(
    browser: Browser, session: Session, yoko: Person
) -> None:
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{it.id}/edit")

    browser.submit({"name": "甲府市", "kind": "university", "purpose": "清掃"})

    assert (it.name, it.kind, it.purpose) == ("里垣地区自治会", Kind.ASSOCIATION, "清掃")


def test_ids_of_two_owners_do_not_mix(app: Flask, session: Session, database: TiedDatabase) -> None:
    """Being somebody at the first number of an address opens nothing at the second."""
    world = World(session, app)
    visitors = strangers(world) | world.visitors(HELPER) | other_campus(world)
    mine, theirs = world.association(), world.group("隣の自治会", Kind.ASSOCIATION)
    invitation = Invitation(organization_id=theirs.id, email="x@people.example", invited_at=NOON)
    campus, elsewhere = world.university(), session.scalars(select(Affiliation)).one()
    session.add(invitation)
    van = equipped(world, companys_offer(world))["resource_id"]
    visitors |= world.visitors(ASKING_OFFICER, "university officer")
    officer = session.scalars(select(Officer.id).where(Officer.organization_id == theirs.id)).one()
    walker = Walker(app, session, database.connection)
    walker.let(visitors)
    own = {"organization_id": mine.id, "officer_id": officer, "invitation_id": invitation.id}
    sheet = {"offer_id": offer_of(world, HELPER).id, "resource_id": van}
    cases: dict[str, tuple[str, Mapping[str, object]]] = {
        "POST /organizations/<organization>/officers/<officer>/remove": (ASKING_OFFICER, own),
        "POST /organizations/<organization>/invitations/<invitation>/cancel": (ASKING_OFFICER, own),
        "POST /organizations/<organization>/students/<affiliation>": (
            "university officer",
            {"organization_id": campus.id, "affiliation_id": elsewhere.id},
        ),
        "GET /offers/<offer>/resources/<resource>": (HELPER, sheet),
        "POST /offers/<offer>/resources/<resource>": (HELPER, sheet),
        "POST /offers/<offer>/resources/<resource>/withdraw": (HELPER, sheet),
        "POST /offers/mine/resources/<resource>": (HELPER, sheet),
        "POST /offers/mine/resources/<resource>/withdraw": (HELPER, sheet),
    }
    before = checksum(database.connection)

    got = {name: walker.try_door(doors(app)[name], *case) for name, case in cases.items()}

    assert got == dict.fromkeys(cases, OUT)
    assert checksum(database.connection) == before


# ------------------------------------------------------------------ lists and side doors


def test_who_no_longer_speaks_for_an_association_no_longer_finds_its_needs(
    browser: Browser, session: Session, yoko: Person, hanako: Person
) -> None:
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    make_need(session, hanako, organization_id=it.id, title="河川清掃")
    browser.sign_in(yoko)
    lists = ("/my", "/needs/mine")
    for path in lists:
        browser.get(path)
        assert "河川清掃" in browser.text, path

    it.approval = Approval.REFUSED
    session.flush()

    for path in lists:
        browser.get(path)
        assert "河川清掃" not in browser.text, path


def test_a_coordinator_who_takes_in_their_own_need_does_not_publish_it(
    browser: Browser, session: Session, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    browser.get("/desk/intake")
    mine = FORMS["/desk/intake"] | {"who": "小林", "asker": str(sachiko.id), "publish": "1"}

    browser.submit({name: value for name, value in mine.items() if name != "keep"})

    need = session.scalars(select(Need)).one()
    assert (need.asker_id, need.state) == (sachiko.id, NeedState.SUBMITTED)
    browser.follow()
    assert "ほかのコーディネーターが確かめて" in browser.text
    assert "公開する" not in browser.text


def test_pages_for_developers_are_not_there_in_production(
    database: TiedDatabase, tmp_path: Path
) -> None:
    real = create_app(
        Config.from_env(
            {
                "YUI_ENV": "production", "YUI_VAR": str(tmp_path), "SECRET_KEY": "k" * 40,
                "BASE_URL": "https://yui.example",
            }
        ),
        database,
    )  # fmt: skip

    named = {name for lines in TABLE.values() for name in lines}
    assert set(doors(real)) == named - set(TABLE["pages that only developers have"])
    for path in ("/dev/mail", "/components"):
        assert real.test_client().get(path).status_code == 404


# ------------------------------------------------------------------ what shows that all this can fail


def noticed(scene: Scene, *names: str) -> set[str]:
    """The lines of which the walker says that they do not hold."""
    lines = {name: scene.lines[name] for name in names}
    return set(scene.walker.walk(lines, scene.made, scene.visitors))


@pytest.mark.parametrize("heading", ["the centre's lists"])
@pytest.mark.parametrize("access", [None, frozenset(), frozenset({Role.CITY})])
def test_a_door_that_is_declared_open_to_others_is_noticed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, access: frozenset[Role] | None
) -> None:
    view = scene.walker.app.view_functions["exchange.export"]
    assert not noticed(scene, "GET /exchange/export")

    monkeypatch.setattr(view, "access", access)

    assert noticed(scene, "GET /exchange/export") == {"GET /exchange/export"}


@pytest.mark.parametrize("heading", ["pages for everybody"])
def test_a_door_that_declares_nothing_is_closed_and_noticed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(scene.walker.app.view_functions["texts.about"], "access")

    assert noticed(scene, "GET /about", "GET /help") == {"GET /about"}


@pytest.mark.parametrize("heading", ["a resident's open need"])
def test_a_policy_that_lets_everybody_in_is_noticed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = ("GET /needs/<need>/photos", "POST /needs/<need>/photos", "GET /needs/<need>/own")
    assert not noticed(scene, *watched)

    monkeypatch.setattr(needs_policy, "may_edit", lambda *_: True)

    assert noticed(scene, *watched) == set(watched[:2])


def test_a_door_that_refuses_after_it_has_written_is_noticed(
    config: Config, app: Flask, session: Session, database: TiedDatabase
) -> None:
    del app  # stops the clock at noon
    leaky = create_app(config, database)

    @leaky.post("/leaks")
    @public
    def leaks() -> ResponseReturnValue:
        with committing() as held:
            held.add(Grant(person_id=hanako.id, role=Role.ADMIN, granted_at=NOON))
        abort(403)

    world = World(session, leaky)
    hanako = world.person("asker", Role.RESIDENT)
    walker = Walker(leaky, session, database.connection)
    walker.let({"anonymous": Visitor()})
    before = checksum(database.connection)

    wrong = walker.walk({"POST /leaks": "nobody"}, Thing(), {"anonymous": Visitor()})

    assert not wrong, "it does refuse"
    after = checksum(database.connection)
    assert {name for name in before if before[name] != after[name]} == {"role_grant"}
    assert [name.split(" by ")[0] for name in walker.suspects] == ["POST /leaks"]


@pytest.mark.parametrize("heading", ["pages of one's own"])
def test_a_form_that_believes_what_it_did_not_ask_for_would_be_noticed(scene: Scene) -> None:
    """A head-count is asked for on its own page: the page of skills ignores it, this one not."""
    offer = select(Offer.head_count).join(Organization).where(Organization.name == "隣の自治会")
    door, counted = doors(scene.walker.app)["POST /offers/mine/<part>"], []
    for part in ("skills", "staff"):
        values = {"part": part}
        fields = {"grass_cutting": "can", "head_count": "99"}
        point = scene.walker.connection.begin_nested()
        scene.walker.ask("officer elsewhere", door.method, door.path(values), fields)
        counted.append(scene.walker.connection.scalar(offer))
        point.rollback()

    assert counted == [1, 99]
