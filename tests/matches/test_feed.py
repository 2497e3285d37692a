"""The subscribed calendar: what stands in it for whom, and when its address ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Language
from matching.calendar import in_tokyo
from matching.matches import actions
from matching.matches.access import feed_address
from matching.matches.models import CalendarFeed, Match
from matching.matches.queries import matches
from matching.matches.rules import SEATED, State
from matching.needs.models import Need
from matching.organizations.models import Officer
from matching.organizations.rules import Kind
from tests.browser import Browser
from tests.make import NOON, SATURDAY_9, make_match, make_need, make_offer, make_organization

DAY = timedelta(days=1)


@pytest.fixture
def need(session: Session, hanako: Person) -> Need:
    hanako.phone, hanako.email = "+81552000001", "hanako@example.org"
    return make_need(
        session, hanako, title="庭の草取り", helpers_wanted=4, exact_place="青い屋根の家",
        meeting_place="公会堂前", bring="軍手", contact_name="電話口の人", contact_phone="+81552000009",
    )  # fmt: skip


@pytest.fixture
def path(app: Flask, session: Session, taro: Person) -> str:
    """The address of Taro's calendar."""
    return address_of(app, session, taro)


def address_of(app: Flask, session: Session, person: Person) -> str:
    with app.test_request_context("/"):
        return urlsplit(feed_address(actions.subscribe(session, person, at=NOON))).path


def settled(session: Session, match: Match, state: State = State.CONFIRMED) -> Match:
    match.state, match.accepted_at = state, NOON
    session.get_one(Need, match.need_id).places_taken += match.places
    session.flush()
    return match


def loaded(session: Session, match: Match) -> Match:
    session.flush()
    session.expire_all()
    return session.scalars(matches().where(Match.id == match.id)).unique().one()


def events(browser: Browser, path: str) -> dict[str, icalendar.Event]:
    """What the calendar says, by UID, as a calendar program reads it."""
    page = browser.raw(path)
    assert (page.status_code, page.mimetype) == (200, "text/calendar"), page.text[:300]
    read = icalendar.Calendar.from_ical(page.text)
    found = {str(event["uid"]): event for event in read.events}
    assert len(found) == len(read.events)
    return found


# ------------------------------------------------------------------ helping


@pytest.mark.parametrize("state", State)
def test_in_a_helpers_calendar_stands_what_they_said_yes_to(
    browser: Browser, session: Session, need: Need, taro: Person, path: str, state: State
) -> None:
    match = make_match(session, need.asker, taro, need=need, state=state)

    found = events(browser, path)

    expected = {f"match-{match.id}-1@yui"} if state in SEATED else set()
    assert set(found) == expected


def test_before_it_is_settled_it_says_so_and_only_the_town(
    browser: Browser, session: Session, need: Need, taro: Person, path: str
) -> None:
    settled(session, make_match(session, need.asker, taro, need=need), State.ACCEPTED)

    (event,) = events(browser, path).values()

    assert (str(event["summary"]), event["status"]) == ("【確定待ち】庭の草取り", "TENTATIVE")
    assert str(event["location"]) == "里垣地区 善光寺町"
    assert "description" not in event


def test_once_it_is_settled_it_says_where_exactly_and_when_in_the_citys_hours(
    browser: Browser, session: Session, need: Need, taro: Person, path: str
) -> None:
    match = settled(session, make_match(session, need.asker, taro, need=need))

    (event,) = events(browser, path).values()

    assert (str(event["summary"]), event["status"]) == ("庭の草取り", "CONFIRMED")
    assert str(event["location"]) == "里垣地区 善光寺町 青い屋根の家"
    assert str(event["description"]) == "集合：公会堂前\n持ち物：軍手"
    assert str(event["url"]) == f"http://localhost/matches/{match.id}"
    assert event["dtstart"].params["TZID"] == "Asia/Tokyo"
    assert event.start == in_tokyo(SATURDAY_9)
    assert event.end == in_tokyo(SATURDAY_9 + timedelta(hours=2))


def test_no_name_and_no_number_of_anybody_stands_in_a_calendar(  # noqa: PLR0917 - both sides
    app: Flask,
    browser: Browser,
    session: Session,
    need: Need,
    hanako: Person,
    taro: Person,
    path: str,
) -> None:
    taro.phone = "+81552000002"
    match = make_match(session, hanako, taro, need=need, message="よろしくどうぞ")
    settled(session, match)
    known = (
        "055-200", "5520000", "@example", hanako.family_name, taro.family_name, "電話口の人",
        "よろしくどうぞ",
    )  # fmt: skip

    for address in (path, address_of(app, session, hanako)):
        assert events(browser, address)
        assert not [word for word in known if word in browser.raw(address).text]


def test_the_same_event_as_in_the_file_of_the_match_and_its_changes_are_counted(
    browser: Browser, session: Session, need: Need, taro: Person, path: str
) -> None:
    match = settled(session, make_match(session, need.asker, taro, need=need), State.ACCEPTED)
    browser.sign_in(taro)
    file = icalendar.Calendar.from_ical(browser.raw(f"/matches/{match.id}/calendar.ics").text)
    (alone,), (before,) = file.events, events(browser, path).values()
    assert (alone["uid"], alone["sequence"]) == (before["uid"], before["sequence"])

    actions.confirm(session, loaded(session, match), by=need.asker, at=NOON + DAY)
    (confirmed,) = events(browser, path).values()
    held = session.get_one(Need, need.id)
    held.bring, held.changed_at = "長靴", NOON + 2 * DAY
    (changed,) = events(browser, path).values()

    assert confirmed["uid"] == changed["uid"] == before["uid"]
    assert before["sequence"] < confirmed["sequence"] < changed["sequence"]
    assert before["dtstamp"].dt < confirmed["dtstamp"].dt < changed["dtstamp"].dt == NOON + 2 * DAY


def test_what_is_called_off_stays_for_a_month_and_says_so(
    browser: Browser, session: Session, need: Need, taro: Person, path: str
) -> None:
    match = settled(session, make_match(session, need.asker, taro, need=need))
    (before,) = events(browser, path).values()
    actions.cancel(session, loaded(session, match), by=need.asker, at=NOON, note="雨のため")

    (event,) = events(browser, path).values()

    assert (str(event["summary"]), event["status"]) == ("【取り消し】庭の草取り", "CANCELLED")
    assert event["uid"] == before["uid"]
    assert event["sequence"] > before["sequence"]
    assert "青い屋根の家" not in browser.raw(path).text
    with time_machine.travel(NOON + 31 * DAY, tick=False):
        assert events(browser, path) == {}


def test_what_they_never_said_yes_to_is_not_told_as_called_off(
    browser: Browser, session: Session, need: Need, taro: Person, path: str
) -> None:
    asked = make_match(session, need.asker, taro, need=need)
    actions.cancel(session, loaded(session, asked), by=need.asker, at=NOON, note="埋まりました")

    assert events(browser, path) == {}


@pytest.mark.parametrize("state", [State.CONFIRMED, State.DONE])
def test_when_it_is_over_the_exact_place_is_said_no_longer(
    browser: Browser, session: Session, need: Need, taro: Person, path: str, state: State
) -> None:
    settled(session, make_match(session, need.asker, taro, need=need), state)

    with time_machine.travel(SATURDAY_9 + timedelta(hours=2), tick=False):
        (event,) = events(browser, path).values()

    assert event["status"] == "CONFIRMED"
    assert str(event["location"]) == "里垣地区 善光寺町"
    assert "description" not in event


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_what_is_over_stays_for_a_month(  # noqa: PLR0917 - what is over, and for how long
    browser: Browser,
    session: Session,
    hanako: Person,
    taro: Person,
    path: str,
    days: int,
    is_kept: bool,
) -> None:
    ended: datetime = NOON - days * DAY
    over = make_need(session, hanako, starts_at=ended - timedelta(hours=2), ends_at=ended)
    settled(session, make_match(session, hanako, taro, need=over), State.DONE)

    assert bool(events(browser, path)) is is_kept


def test_online_help_has_no_place(
    browser: Browser, session: Session, hanako: Person, taro: Person, path: str
) -> None:
    far = make_need(session, hanako, remote=True, exact_place="")
    settled(session, make_match(session, hanako, taro, need=far))

    (event,) = events(browser, path).values()

    assert str(event["location"]) == "オンライン・電話でできます"


# ------------------------------------------------------------------ asking


def test_who_asked_has_one_entry_however_many_come(  # noqa: PLR0917 - who comes
    app: Flask, browser: Browser, session: Session, need: Need, hanako: Person, taro: Person,
    jiro: Person,
) -> None:  # fmt: skip
    path = address_of(app, session, hanako)
    waiting = settled(session, make_match(session, hanako, taro, need=need), State.ACCEPTED)
    assert events(browser, path) == {}
    actions.confirm(session, loaded(session, waiting), by=hanako, at=NOON)
    settled(session, make_match(session, hanako, jiro, need=need, places=2))

    (event,) = events(browser, path).values()

    assert str(event["uid"]) == f"need-{need.id}-1@yui"
    assert (str(event["summary"]), event["status"]) == ("庭の草取り", "CONFIRMED")
    assert str(event["description"]) == "来る人数：3人\n集合：公会堂前\n持ち物：軍手"
    assert str(event["url"]) == f"http://localhost/needs/{need.id}/helpers"


def test_who_asked_reads_that_nobody_comes_any_more_and_that_somebody_comes_again(  # noqa: PLR0917
    app: Flask, browser: Browser, session: Session, need: Need, hanako: Person, taro: Person,
    jiro: Person,
) -> None:  # fmt: skip
    path = address_of(app, session, hanako)
    first = settled(session, make_match(session, hanako, taro, need=need))
    (before,) = events(browser, path).values()
    actions.cancel(session, loaded(session, first), by=taro, at=NOON, note="熱が出ました")
    (off,) = events(browser, path).values()
    second = settled(session, make_match(session, hanako, jiro, need=need), State.ACCEPTED)
    actions.confirm(session, loaded(session, second), by=hanako, at=NOON)
    (again,) = events(browser, path).values()

    assert [e["status"] for e in (before, off, again)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert before["uid"] == off["uid"] == again["uid"]
    assert before["sequence"] < off["sequence"] < again["sequence"]


def test_an_officer_reads_of_their_organisation_as_long_as_they_speak_for_it(
    browser: Browser, session: Session, hanako: Person, taro: Person, jiro: Person, path: str
) -> None:
    it = make_organization(session, "見本産業株式会社", Kind.COMPANY, taro, jiro)
    offer = make_offer(session, jiro, organization_id=it.id, head_count=4)
    match = settled(session, make_match(session, hanako, jiro, offer=offer))
    cleaning = make_need(session, jiro, organization_id=it.id, title="河川清掃", helpers_wanted=2)
    settled(session, make_match(session, jiro, hanako, need=cleaning))

    assert set(events(browser, path)) == {f"match-{match.id}-1@yui", f"need-{cleaning.id}-1@yui"}
    session.execute(delete(Officer).where(Officer.person_id == taro.id))
    assert events(browser, path) == {}


def test_nothing_of_other_people_stands_in_a_calendar(  # noqa: PLR0917 - two strangers
    app: Flask,
    browser: Browser,
    session: Session,
    hanako: Person,
    jiro: Person,
    yoko: Person,
    path: str,
) -> None:
    settled(session, make_match(session, hanako, jiro))
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    asked = make_need(session, yoko, organization_id=it.id)
    settled(session, make_match(session, yoko, jiro, need=asked))

    assert events(browser, path) == {}
    assert len(events(browser, address_of(app, session, jiro))) == 2


# ------------------------------------------------------------------ the address


def test_nobody_needs_to_sign_in_and_an_unchanged_calendar_is_not_sent_again(
    browser: Browser, session: Session, need: Need, taro: Person, path: str
) -> None:
    match = settled(session, make_match(session, need.asker, taro, need=need))
    page = browser.raw(path)
    assert page.headers["Cache-Control"] in {"private, no-cache", "no-cache, private"}
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in page.headers

    with time_machine.travel(NOON + DAY, tick=False):
        known = {"If-None-Match": page.headers["ETag"]}
        assert browser.raw(path, headers=known).status_code == 304
        actions.cancel(session, loaded(session, match), by=taro, at=NOON, note="熱が出ました")
        assert browser.raw(path, headers=known).status_code == 200


def test_another_address_ends_the_one_before(app: Flask, session: Session, browser: Browser, taro: Person, path: str) -> None:  # fmt: skip
    other = address_of(app, session, taro)

    assert other != path
    assert browser.raw(other).status_code == 200
    assert browser.raw(path).status_code == 404


def test_whoever_asks_wrongly_is_told_the_same(
    app: Flask, browser: Browser, session: Session, taro: Person, path: str
) -> None:
    told = []
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    said, _dot, signature = token.rpartition(".")
    forged = (
        f"{said}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
        token.partition(".")[0],
        "1",
        "x" * 3000,
    )
    for wrong in forged:
        told.append(browser.raw(f"/calendar/{wrong}.ics"))
    with app.test_request_context("/"):
        taken = feed_address(CalendarFeed(person_id=taro.id, key="another", created_at=NOON))
    told.append(browser.raw(urlsplit(taken).path))
    session.get_one(Person, taro.id).disabled_at = NOON
    told.append(browser.raw(path))
    session.get_one(Person, taro.id).disabled_at = None
    actions.unsubscribe(session, taro)
    told.append(browser.raw(path))

    assert {page.status_code for page in told} == {404}
    assert len({page.text.replace(page.request.path, "") for page in told}) == 1


def test_the_database_alone_gives_no_address(session: Session, taro: Person, path: str) -> None:
    kept = session.get_one(CalendarFeed, taro.id)

    assert len(kept.key) >= 22  # 128 bits and more
    assert kept.key not in path
    assert path.removesuffix(".ics").rpartition(".")[2] not in kept.key


def test_the_calendar_speaks_the_language_of_whose_it_is(
    browser: Browser, session: Session, need: Need, taro: Person, path: str
) -> None:
    taro.language = Language.EN
    settled(session, make_match(session, need.asker, taro, need=need), State.ACCEPTED)

    (event,) = events(browser, path).values()

    assert str(event["summary"]) == "[To be confirmed] 庭の草取り"


def test_a_calendar_takes_as_many_statements_for_many_entries_as_for_few(
    browser: Browser, session: Session, hanako: Person, taro: Person, path: str
) -> None:
    taken = []
    for number in (1, 8):
        for _ in range(number):
            settled(session, make_match(session, hanako, taro))
            asked = make_need(session, taro)
            settled(session, make_match(session, taro, hanako, need=asked))
        events(browser, path)
        taken.append(browser.statements)

    assert taken == [5, 5]


# ------------------------------------------------------------------ its page


def test_a_person_makes_another_address_and_ends_it_on_one_page(
    browser: Browser, session: Session, taro: Person
) -> None:
    browser.sign_in(taro)
    browser.get("/my/calendar")
    assert browser.main().find(".//input[@id='address']") is None

    def address() -> str:
        field = browser.main().find(".//input[@id='address']")
        assert field is not None
        return str(field.get("value"))

    browser.submit(form="/my/calendar")
    browser.follow()
    first = address()
    assert f"webcal:{first.partition(':')[2]}" in browser.links()
    assert browser.raw(urlsplit(first).path).status_code == 200

    browser.get("/my/calendar")
    browser.submit(form="/my/calendar")
    browser.follow()
    assert address() != first
    assert browser.raw(urlsplit(first).path).status_code == 404

    browser.get("/my/calendar")
    browser.submit(form="/my/calendar/end")
    browser.follow()
    assert browser.main().find(".//input[@id='address']") is None
    assert session.get(CalendarFeed, taro.id) is None


def test_one_s_calendar_is_found_from_one_s_own_pages(browser: Browser, taro: Person) -> None:
    browser.sign_in(taro)

    for page in ("/my", "/account"):
        browser.get(page)
        assert "/my/calendar" in browser.links()
