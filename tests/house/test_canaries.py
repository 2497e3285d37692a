"""Personal data as canaries: names, addresses, telephones and places turn up only where they must.

Everything that `things.py` can make is made for the same few people, whose entries are words that
occur nowhere else. Then everybody looks at every page they can open.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.db.engines import TiedDatabase
from matching.desk.rules import Queue
from matching.digests.jobs import post_weekly
from matching.mailbox.models import Notice
from matching.matches import actions, policy
from matching.matches import jobs as match_jobs
from matching.matches.access import answer_path
from matching.matches.models import Disclosure, Match
from matching.matches.needs import edit_need
from matching.matches.rules import KNOWN, State
from matching.needs import actions as needs
from matching.needs import jobs as need_jobs
from matching.needs.models import Need
from matching.needs.queries import needs as loaded_needs
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.needs.sheet import draft_of
from matching.outbox.models import Message
from matching.outcomes import actions as outcomes
from matching.outcomes.drafts import ApprovalDraft, ReportDraft
from matching.outcomes.rules import Side
from matching.progress.rules import Figure
from tests.house.things import (
    ASKER,
    ASKING_OFFICER,
    CHOSEN,
    COMPANY_OFFICER,
    HELPER,
    THINGS,
    Thing,
    Visitor,
    World,
    associations,
    loaded,
    match,
    need,
    offer_of,
    strangers,
)
from tests.house.walk import TABLE, Door, Walker, doors
from tests.make import NOON, SATURDAY_9, make_match

pytestmark = pytest.mark.once  # what is told to whom does not hang on where it is kept

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Canary:
    """Somebody's entries, each a word that occurs nowhere else."""

    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    email: str
    phone: str
    street: str
    building: str

    @property
    def entries(self) -> dict[str, Any]:
        return vars(self)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(
            (self.family_name, self.given_name, self.family_kana, self.given_kana)
        )  # fmt: skip

    @property
    def contacts(self) -> frozenset[str]:
        """Every spelling that would reach them."""
        digits = self.phone.removeprefix("+81")
        dashed = f"{digits[:2]}-{digits[2:5]}-{digits[5:]}"
        return frozenset((self.email, digits, dashed, self.street, self.building))

    @property
    def everything(self) -> frozenset[str]:
        return self.names | self.contacts


CANARIES = {
    ASKER: Canary("朱鷺坂", "琥珀子", "ときさか", "こはくこ", "tokisaka@asker.example", "+81552719301", "七十七番地の九", "琥珀荘二〇三"),
    HELPER: Canary("雷鳥岳", "翡翠郎", "らいちょうだけ", "ひすいろう", "raicho@helper.example", "+81552719302", "八十八番地の八", "翡翠館五〇一"),
    ASKING_OFFICER: Canary("郭公原", "瑪瑙江", "かっこうはら", "めのうえ", "kakko@officer.example", "+81552719303", "九十九番地の七", "瑪瑙堂一階"),
    COMPANY_OFFICER: Canary("鶺鴒谷", "珊瑚介", "せきれいだに", "さんごすけ", "sekirei@company.example", "+81552719304", "六十六番地の六", "珊瑚棟三階"),
}  # fmt: skip
PLACE = {"exact_place": "真珠橋を渡って三軒目", "meeting_place": "水晶門の前"}
"""Where every need is, and where one meets: for those who come."""
GROUP = {"phone": "+81552719305", "street": "五十五番地の五", "email": "post@group.example"}
NAMES = frozenset().union(*(canary.names for canary in CANARIES.values()))
CONTACTS = frozenset(PLACE.values()).union(*(canary.contacts for canary in CANARIES.values()))
INNER = frozenset({"55-271-9305", "552719305", GROUP["street"], GROUP["email"]})
"""What organisations tell the centre and not the public."""


# ------------------------------------------------------------------ looking


OWN = (
    "/board", "/certificates", "/organizations/mine", "/letters", "/my", "/my/activity", "/needs/mine", "/outcomes",
    "/outcomes?show=silent", "/progress/all/helpers", "/progress/all/minutes",
)  # fmt: skip
"""Lists of what is one's own, or everybody's, in which somebody else could stand."""
LISTS = (
    *OWN, *(f"/progress/{place}/{figure}" for place in ("all", "outside") for figure in Figure),
    *(f"/desk?queue={queue}" for queue in Queue), "/desk/week", "/desk/week/asks",
    "/people?q=善光寺町", "/offers?q=草取り", "/desk/intake?who=善光寺町",
)  # fmt: skip
"""All lists in which somebody could stand, with what else can be asked of them."""


@dataclass
class Town:
    """Things, lists, and a walker to look at them."""

    walker: Walker
    made: dict[str, Thing]
    lists: Iterable[str] = OWN

    def only(self, *words: str) -> Town:
        """The same with fewer things: those of which one of these words is said."""
        made = {name: one for name, one in self.made.items() if any(word in name for word in words)}
        return replace(self, made=made)

    def look(self, who: str) -> dict[str, str]:
        """Every page this visitor can open: address → what it says (`test_access` tries the others)."""
        seen: dict[str, str] = {}
        waiting = [*self.lists, *sorted(self._paths(who))]
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen[path] = self.page(who, path)
            waiting += [link for link in _links(seen[path]) if link not in seen]
        return seen

    def page(self, who: str, path: str) -> str:
        """What the visitor is sent, headers and all."""
        page = self.walker.ask(who, "GET", path)
        return page.get_data().decode("utf-8", "replace") + str(page.headers)

    def _paths(self, who: str) -> set[str]:
        """Every page that has an address for one of the things.

        Nobody else has a letter's link, or the paper on which a certificate's code stands.
        """
        pages = [door for door in doors(self.walker.app).values() if _may_open(door, who)]
        found = set()
        for made in self.made.values():
            known = {*made.values, *CHOSEN} - {"token", "link", "code"}
            found |= {door.path(made.values) for door in pages if set(door.arguments) <= known}
        return found


def _may_open(door: Door, who: str) -> bool:
    """Whether any line of the access table lets this visitor open this page."""
    lines = [lines[door.name] for lines in TABLE.values() if door.name in lines]
    named = {name.strip() for words in lines for name in re.split("[,;:]", words)}
    strange = who in STRANGERS
    return door.method == "GET" and (not strange or bool(named & {who, "everyone", "signed in"}))


STRANGERS = {"anonymous", "resident", "volunteer", "officer elsewhere", "reviewer", "city", "admin"}
FOLLOWED = re.compile(r"/(?:$|board$|needs/|matches/|letters/|organizations/|people/|offers/|desk/needs/|plans|my)")  # fmt: skip


def _links(page: str) -> set[str]:
    """Where a page leads within this site, as far as it is about people and what they do."""
    found = re.findall(r'(?:href|src)="(/[^"#]*)', page)
    return {link for link in found if FOLLOWED.match(urlsplit(link).path) and "?" not in link}


def told(pages: Mapping[str, str], words: Iterable[str]) -> set[tuple[str, str]]:
    """Which of these words stand on which of these pages."""
    return {(path, word) for path, text in pages.items() for word in words if word in text}


def world_of_canaries(app: Flask, session: Session) -> World:
    facts: dict[str, Mapping[str, Any]] = {who: c.entries for who, c in CANARIES.items()}
    facts |= dict.fromkeys(("里垣地区自治会", "見本産業株式会社"), GROUP)
    return World(session, app, facts, PLACE)


@pytest.fixture
def town(app: Flask, session: Session, database: TiedDatabase) -> Town:
    """All things in all states, made for the same few people; and everybody who comes by."""
    world = world_of_canaries(app, session)
    visitors = strangers(world)
    every = {heading: make(world) for heading, make in THINGS.items()}
    visitors |= neighbours(world, every)
    walker = Walker(app, session, database.connection)
    walker.let(visitors)
    concerned = {name: made for name, made in every.items() if CANARIES.keys() & made.people}
    entries = [f"/people/{world.known[name].id}/profile" for name in CANARIES]
    return Town(walker, concerned, (*LISTS, *entries))


def neighbours(world: World, made: Mapping[str, Thing]) -> dict[str, Visitor]:
    """People who have to do with one of the sides, and not with the other."""
    held = world.session.get_one(
        Need, made["an association's meeting that is over and reported"].values["need_id"]
    )
    open_need = world.session.get_one(Need, made["an association's open need"].values["need_id"])
    rival = world.person("rival", Role.VOLUNTEER)
    for one in (held, open_need):
        known = {"state": State.CONFIRMED, "confirmed_at": NOON, "accepted_at": NOON}
        make_match(world.session, rival, rival, need=one, offer=offer_of(world, "rival"), **known)
        one.places_taken += 1
    other = world.person("another asker", Role.RESIDENT)
    match(
        world, State.CONFIRMED, need(world, NeedState.OPEN, "another asker", exact_place="x", meeting_place="y"),
        offer=offer_of(world, HELPER),
    )  # fmt: skip
    world.session.flush()
    assert other
    return world.visitors("rival", "another asker")


# ------------------------------------------------------------------ third persons


@pytest.mark.slow
def test_whom_it_does_not_concern_finds_no_name_no_address_and_no_place(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    for who in ("anonymous", "resident", "volunteer", "officer elsewhere", "reviewer"):
        pages = town.look(who)
        assert len(pages) > 100, who
        assert not told(pages, NAMES | CONTACTS | INNER), who

    assert not told({"log": caplog.text}, NAMES | CONTACTS | INNER)


def test_who_helps_the_same_association_does_not_learn_who_else_does(town: Town) -> None:
    pages = town.only("association").look("rival")

    assert told(pages, CANARIES[ASKING_OFFICER].names), "they know whom to call"
    assert told(pages, [PLACE["meeting_place"]]), "and where to meet"
    others = (CANARIES[who].everything for who in (ASKER, HELPER, COMPANY_OFFICER))
    assert not told(pages, frozenset().union(*others))


def test_who_is_helped_by_the_same_person_does_not_learn_whom_else_they_help(town: Town) -> None:
    pages = town.only("meeting", "yes").look("another asker")

    assert told(pages, CANARIES[HELPER].names), "they know who comes"
    others = (CANARIES[who].everything for who in (ASKER, ASKING_OFFICER, COMPANY_OFFICER))
    assert not told(pages, frozenset().union(PLACE.values(), *others))


def test_the_city_sees_who_but_not_how_to_reach_them_or_where(town: Town) -> None:
    """The city looks at the desk and at the records behind a figure; it calls nobody."""
    pages = town.look("city")

    assert told(pages, CANARIES[HELPER].names), "a figure opens down to its records"
    assert not told(pages, CONTACTS | INNER)


def test_the_operator_finds_contacts_among_the_accounts_alone(town: Town) -> None:
    pages = town.look("admin")

    found = {path for path, _word in told(pages, CONTACTS | INNER)}
    assert any(path.startswith("/people") for path in found)
    accounts = re.compile(r"/people|/organizations/\d+")
    assert not [path for path in found if not accounts.match(path)]


def test_the_coordinator_finds_every_canary(town: Town) -> None:
    """So that what is looked for elsewhere is looked for in the right spelling."""
    met = town.only("meeting that is", "company's yes").made.values()
    group = town.made["an association with officers"].values["organization_id"]
    paths = [
        *(f"/desk/needs/{made.values['need_id']}" for made in met),
        *(path for path in town.lists if path.startswith("/people/")),
        *(path.removesuffix("/profile") for path in town.lists if path.startswith("/people/")),
        f"/organizations/{group}",
    ]

    pages = {path: town.page("coordinator", path) for path in paths}

    everything = frozenset().union(*(canary.everything for canary in CANARIES.values()))
    everything |= frozenset(PLACE.values()) | INNER - {GROUP["email"]}  # shown nowhere yet
    everything -= {word for word in everything if word.isdecimal()}  # numbers are shown dashed
    found = {word for _path, word in told(pages, everything)}
    assert found == everything, everything - found


def test_what_staff_did_is_noted_without_naming_anybody(town: Town) -> None:
    noted = town.walker.session.scalars(select(Entry)).all()
    shown = town.walker.session.scalars(select(Disclosure.fields)).all()

    assert noted
    words = {"audit": repr([entry.facts for entry in noted]), "disclosures": repr(shown)}
    assert not told(words, NAMES | CONTACTS)


def test_who_holds_a_certificate_reads_the_name_on_it_and_nothing_more(town: Town) -> None:
    papers = [made for made in town.made.values() if "code" in made.values]
    pages = {path: town.page("anonymous", path) for path in _verifying(papers)}

    assert len(pages) == 3
    helper = CANARIES[HELPER]
    for path, page in pages.items():
        words = {word for _, word in told({path: page}, NAMES | CONTACTS | INNER)}
        assert words == {helper.family_name, helper.given_name}, path
        assert "/certificates/" not in page, "no number of a row is given away"


def _verifying(papers: Iterable[Thing]) -> set[str]:
    return {f"/verify/{made.values['code']}" for made in papers}


# ------------------------------------------------------------------ the two sides


@pytest.fixture
def pair(
    app: Flask, session: Session, database: TiedDatabase, asker: str, state: State
) -> Town:  # fmt: skip
    """One need of a resident's or an association's, and its helper."""
    world = world_of_canaries(app, session)
    asked = associations(world) if asker == ASKING_OFFICER else need(world, NeedState.OPEN)
    made = match(world, state, asked, message="よろしくお願いします。")
    with app.test_request_context("/"):
        made.values["token"] = answer_path(loaded(world, made)).split("/")[-1]
    walker = Walker(app, session, database.connection)
    walker.let(made.people)
    return Town(walker, {"": made})


@pytest.mark.parametrize(
    ("asker", "state"),
    [
        *((ASKER, state) for state in State),
        *((ASKING_OFFICER, state) for state in (State.ACCEPTED, State.DECLINED, State.CONFIRMED)),
    ],
)
def test_each_side_learns_of_the_other_once_it_is_confirmed_and_not_before(
    pair: Town, asker: str, state: State
) -> None:
    known = state in KNOWN
    reaches = CANARIES[HELPER].contacts & {"055-271-9302", "55-271-9302", "raicho@helper.example"}

    seen_by_asker = told(pair.look(asker), CANARIES[HELPER].everything)
    seen_by_helper = told(pair.look(HELPER), CANARIES[asker].everything | set(PLACE.values()))

    # Who confirms must know whom: an association's officers see the name of somebody who said yes.
    named = known or (asker == ASKING_OFFICER and state is State.ACCEPTED)
    words = {word for _path, word in seen_by_asker}
    assert bool(words & CANARIES[HELPER].names) == named, seen_by_asker
    assert bool(words & CANARIES[HELPER].contacts) == known, seen_by_asker
    assert words & CANARIES[HELPER].contacts <= reaches, "where they live is nobody's business"
    assert bool(seen_by_helper) == known, seen_by_helper
    if known:
        learnt = {word for _path, word in seen_by_helper}
        assert learnt >= {*PLACE.values(), CANARIES[asker].email, CANARIES[asker].family_name}


@pytest.mark.parametrize("asker", [ASKER])
@pytest.mark.parametrize("state", [State.ACCEPTED])
def test_a_policy_that_tells_too_early_would_be_noticed(
    pair: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not told(pair.look(ASKER), CANARIES[HELPER].everything)

    monkeypatch.setattr(policy, "KNOWN", frozenset(State))

    assert told(pair.look(ASKER), CANARIES[HELPER].contacts)


# ------------------------------------------------------------------ letters


@dataclass
class Post:
    """Every letter that was written so far: e-mails by address, and what lies under お知らせ."""

    session: Session
    world: World

    def to(self, *names: str) -> dict[str, str]:
        """What these people were written, all of it."""
        return {f"{who} {n}": text for who in names for n, text in enumerate(self._letters(who))}

    def to_others(self, *names: str) -> dict[str, str]:
        """What everybody else was written."""
        return self.to(*(who for who in self.world.known if who not in names))

    def _letters(self, who: str) -> list[str]:
        person = self.world.known[who]
        mails = self.session.scalars(select(Message).where(Message.address == person.email))
        notices = self.session.scalars(select(Notice).where(Notice.person_id == person.id))
        return [
            *(f"{m.subject} {m.text} {m.html} {m.headers} {m.attachments}" for m in mails),
            *(f"{n.subject} {n.text} {n.path}" for n in notices),
        ]


def test_letters_name_the_other_side_once_it_is_confirmed_and_nobody_to_third_persons(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    """A need from its first letter to its last, with others who are asked, late, and served weekly."""
    caplog.set_level(logging.DEBUG)
    world, asked = _asked(app, session)
    post = Post(session, world)
    asker, helper = CANARIES[ASKER], CANARIES[HELPER]
    others = NAMES | CONTACTS | INNER

    _agree(world, asked)
    assert len(post.to(HELPER)) >= 4
    assert len(post.to_others(ASKER, HELPER)) >= 6
    assert not told(post.to(ASKER), helper.everything)
    assert not told(post.to(HELPER), asker.everything | set(PLACE.values()))
    assert not told(post.to_others(ASKER, HELPER), others)

    _meet(world, asked)
    assert {word for _, word in told(post.to(ASKER), helper.everything)} == {
        helper.family_name, helper.given_name, helper.email, "55-271-9302",
    }  # fmt: skip
    assert {word for _, word in told(post.to(HELPER), asker.everything)} == {
        asker.family_name, asker.given_name, asker.email, "55-271-9301",
    }  # fmt: skip
    assert told(post.to(HELPER), PLACE.values())
    assert not told(post.to_others(ASKER, HELPER), others)
    assert not told({"log": caplog.text}, others)


def _asked(app: Flask, session: Session) -> tuple[World, dict[str, Match]]:
    """The need was handed in and published, and two were asked; a third has an own registration."""
    world = world_of_canaries(app, session)
    coordinator = world.person("coordinator", Role.COORDINATOR)
    made = need(world, NeedState.DRAFT, contact_name="朱鷺坂 琥珀子", contact_phone="+81552719301")
    held = _the_need(world, made)
    needs.submit(session, held, by=world.person(ASKER), at=NOON)
    needs.publish(session, held, by=coordinator, at=NOON)
    asked = {}
    free = {"week": frozenset(range(168))}
    for who in (HELPER, "rival", "bystander"):
        offer = offer_of(world, who, **free)
        if who == "bystander":
            continue
        one = actions.propose(session, held, offer, by=coordinator, at=NOON)
        made.values["match_id"] = one.id
        asked[who] = loaded(world, made)
        actions.offer(
            session, asked[who], answer_by=NOON + DAY, by=coordinator, at=NOON,
            link=lambda _match: "/answer/x", note="お願いできますか。",
        )  # fmt: skip
    return world, asked


def _the_need(world: World, made: Thing) -> Need:
    wanted = loaded_needs().where(Need.id == made.values["need_id"])
    return world.session.scalars(wanted.execution_options(populate_existing=True)).unique().one()


def _agree(world: World, asked: Mapping[str, Match]) -> None:
    """The week's digests go out, the helper says yes, the rival's question lapses."""
    session, helper = world.session, world.known[HELPER]
    post_weekly(session, now=NOON)
    need_jobs.ask_still_open(session, now=NOON)
    actions.accept(session, asked[HELPER], by=helper, at=NOON)
    session.flush()


def _meet(world: World, asked: Mapping[str, Match]) -> None:
    """It is confirmed, changed, remembered, reported, approved; and another need is called off."""
    session, coordinator = world.session, world.known["coordinator"]
    match_id = asked[HELPER].id
    held = loaded(world, Thing({"match_id": match_id}))
    actions.confirm(session, held, by=coordinator, at=NOON)
    changed = _the_need(world, Thing({"need_id": held.need_id}))
    draft = replace(draft_of(changed), bring="軍手", exact_place=PLACE["exact_place"] + "の裏")
    edit_need(session, changed, draft, by=coordinator, at=NOON)
    match_jobs.remind_day_before(session, now=SATURDAY_9 - timedelta(hours=16))
    after = SATURDAY_9 + timedelta(hours=5)
    match_jobs.ask_outcomes(session, now=after)
    held = loaded(world, Thing({"match_id": match_id}))
    report = ReportDraft(
        came=True, held_on=SATURDAY_9.date(), minutes=95, people=1, thanks="助かりました。"
    )
    outcomes.report(session, held, report, side=Side.ASKER, by=world.known[ASKER], at=after)
    approval = ApprovalDraft(held_on=SATURDAY_9.date(), minutes=95, people=1)
    outcomes.approve(session, held, approval, by=coordinator, at=after)
    post_weekly(session, now=after + 7 * DAY)
    session.flush()


def test_who_calls_it_off_is_not_named_to_those_who_only_heard_of_it(
    app: Flask, session: Session
) -> None:
    world, asked = _asked(app, session)
    session.flush()

    actions.cancel(
        session, asked["rival"], by=world.known["coordinator"], at=NOON, note="日にちが変わります。"
    )
    held = loaded(world, Thing({"match_id": asked[HELPER].id}))
    actions.decline(session, held, by=world.known[HELPER], at=NOON, note="その日は留守です。")
    needs.close(
        session, _the_need(world, Thing({"need_id": held.need_id})), Closing.WITHDRAWN,
        by=world.known["coordinator"], at=NOON,
    )  # fmt: skip
    session.flush()

    post = Post(session, world)
    assert not told(post.to_others(ASKER, HELPER), NAMES | CONTACTS)
    assert not told(post.to(ASKER), CANARIES[HELPER].everything | {"その日は留守です。"})
    assert not told(post.to(HELPER), CANARIES[ASKER].everything | set(PLACE.values()))
