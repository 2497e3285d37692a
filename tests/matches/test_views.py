"""Pages of matches: answering, coming forward, settling, the roster, changing and ending needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.access import answer_path
from matching.matches.models import Disclosure, Match
from matching.matches.rules import State
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from matching.offers.models import Offer
from matching.organizations.models import Organization
from matching.organizations.rules import Kind
from matching.outbox.models import Message
from tests.browser import Browser, words
from tests.make import (
    NOON,
    make_match,
    make_need,
    make_offer,
    make_organization,
    make_person,
    posted,
)

DAY = timedelta(days=1)
PHONE = {"hanako": "+81552000001", "taro": "+81552000002"}
CANARIES = ("055-200-0001", "055-200-0002", "hanako@", "taro@", "1-2-3", "公会堂前")


@pytest.fixture
def asked(session: Session, hanako: Person, taro: Person) -> Match:
    """Taro has been asked to help Hanako."""
    hanako.phone, taro.phone = PHONE["hanako"], PHONE["taro"]
    need = make_need(session, hanako, meeting_place="公会堂前")
    return make_match(session, hanako, taro, need=need)


@pytest.fixture
def association(session: Session, yoko: Person) -> Organization:
    return make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)


@pytest.fixture
def cleaning(session: Session, yoko: Person, association: Organization) -> Need:
    """The association wants three people."""
    return make_need(
        session, yoko, helpers_wanted=3, organization_id=association.id, title="河川清掃"
    )


def confirmed(session: Session, match: Match) -> Match:
    match.state, match.accepted_at, match.confirmed_at = State.CONFIRMED, NOON, NOON
    need = session.get_one(Need, match.need_id)
    need.places_taken += match.places
    if need.places_taken == need.helpers_wanted:
        need.state = NeedState.FILLED
    session.flush()
    return match


def letter_link(app: Flask, session: Session, match: Match) -> str:
    session.flush()
    session.refresh(match.offer, ["person"])
    with app.test_request_context("/"):
        return answer_path(match)


def text(browser: Browser) -> str:
    return words(browser.main())


def test_what_was_typed_as_a_reason_is_shown_as_it_was_typed(
    browser: Browser, sachiko: Person, asked: Match
) -> None:
    browser.sign_in(sachiko)
    browser.get(f"/matches/{asked.id}/cancel")
    browser.submit({"note": "100%引き受けられると言われたが、50%sの人が来た。"})

    browser.follow()

    assert "100%引き受けられると言われたが、50%sの人が来た。" in browser.text


# ------------------------------------------------------------------ answering


def test_one_tap_on_my_page_of_the_match_says_yes(
    browser: Browser, session: Session, asked: Match, taro: Person
) -> None:
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}")
    assert "引き受けます" in text(browser)

    browser.submit({"answer": "yes"})

    assert session.get_one(Match, asked.id).state is State.ACCEPTED
    browser.follow()
    assert "引き受けてくださり、ありがとうございます" in text(browser)
    assert ("hanako@example.org", "matches/accepted") in posted(session)


def test_a_no_needs_no_reason_and_is_thanked_for(
    browser: Browser, session: Session, asked: Match, taro: Person
) -> None:
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}")

    browser.submit({"answer": "no"}, form=1)

    assert session.get_one(Match, asked.id).state is State.DECLINED
    browser.follow()
    assert "お返事をありがとうございました" in text(browser)


def test_an_answer_that_is_none_shows_the_page_again(
    browser: Browser, session: Session, asked: Match, taro: Person
) -> None:
    browser.sign_in(taro)

    browser.post(f"/matches/{asked.id}/answer", {"answer": "たぶん"}, status=422)

    assert session.get_one(Match, asked.id).state is State.OFFERED


@pytest.mark.parametrize("places", ["0", "二人", "99999999999999", "-1", "𠮷", "4"])
def test_an_impossible_number_of_people_is_refused_in_words(
    browser: Browser, session: Session, asked: Match, taro: Person, places: str
) -> None:
    asked.offer.head_count = 3
    browser.sign_in(taro)
    fields = {"answer": "yes", "places": places}

    browser.post(f"/matches/{asked.id}/answer", fields, status=409 if places == "4" else 422)

    assert session.get_one(Match, asked.id).state is State.OFFERED


@pytest.mark.parametrize("places", ["", "１", "一", "\x00"])
def test_a_number_is_read_as_people_type_it(
    browser: Browser, session: Session, asked: Match, taro: Person, places: str
) -> None:
    browser.sign_in(taro)

    browser.post(f"/matches/{asked.id}/answer", {"answer": "yes", "places": places})

    assert session.get_one(Match, asked.id).places == 1


def test_as_many_are_suggested_as_can_come_and_are_wanted(
    app: Flask, browser: Browser, session: Session, cleaning: Need, taro: Person
) -> None:
    company = make_organization(session, "架空工業", Kind.COMPANY, taro)
    offer = make_offer(session, taro, organization_id=company.id, head_count=8)
    match = make_match(session, taro, taro, need=cleaning, offer=offer)
    browser.sign_in(taro)
    for page in (f"/matches/{match.id}", letter_link(app, session, match)):
        browser.get(page)
        shown = browser.main().find(".//input[@name='places']")
        assert shown is not None
        assert shown.get("value") == "3"
        assert "8人まで" in text(browser)


def test_a_coordinator_finds_the_way_back_to_the_desk(
    browser: Browser, asked: Match, hanako: Person, sachiko: Person
) -> None:
    for person, way in ((sachiko, f"/desk/needs/{asked.need_id}"), (hanako, "/my")):
        browser.sign_in(person)
        browser.get(f"/matches/{asked.id}")
        crumbs = browser.main().find(".//nav[@class='breadcrumb']")
        assert crumbs is not None
        assert way in [link.get("href") for link in crumbs.iter("a")]


def test_what_is_over_is_reported_not_cancelled(
    browser: Browser, session: Session, asked: Match, hanako: Person, taro: Person
) -> None:
    confirmed(session, asked)
    asked.need.first_start_at, asked.need.last_end_at = NOON - DAY, NOON - DAY / 2
    for person in (hanako, taro):
        browser.sign_in(person)
        browser.get(f"/matches/{asked.id}")
        assert f"/matches/{asked.id}/report" in browser.links()
        assert f"/matches/{asked.id}/cancel" not in browser.links()
        assert "活動の日が過ぎました" in text(browser)
        assert "カレンダーに入れる" not in text(browser)


def test_too_late_is_said_kindly(browser: Browser, asked: Match, taro: Person) -> None:
    asked.answer_by = NOON - DAY
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}")
    assert "お気になさらないでください" in text(browser)
    assert not list(browser.main().iter("form"))

    browser.post(f"/matches/{asked.id}/answer", {"answer": "yes"}, status=409)

    assert "期限が過ぎました" in text(browser)


def test_a_full_need_is_refused_kindly(browser: Browser, asked: Match, taro: Person) -> None:
    asked.need.places_taken, asked.need.state = 1, NeedState.FILLED
    browser.sign_in(taro)

    browser.post(f"/matches/{asked.id}/answer", {"answer": "yes"}, status=409)

    assert "満員" in text(browser)
    assert "またお願いするかもしれません" in text(browser)


def test_the_page_warns_of_another_promise_at_that_time(
    browser: Browser, session: Session, asked: Match, hanako: Person, taro: Person
) -> None:
    title = confirmed(session, make_match(session, hanako, taro)).need.title
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}")

    assert f"同じ時間に「{title}」の約束があります" in text(browser)


# ------------------------------------------------------------------ from the letter


def test_the_letter_is_answered_in_one_tap_without_signing_in(
    browser: Browser, app: Flask, session: Session, asked: Match
) -> None:
    link = letter_link(app, session, asked)
    browser.get(link)
    assert session.get_one(Match, asked.id).state is State.OFFERED  # looking answers nothing

    browser.submit({"answer": "yes"})

    assert session.get_one(Match, asked.id).state is State.ACCEPTED
    browser.follow()
    assert "引き受けてくださり" in text(browser)
    assert not [form for form in browser.main().iter("form") if form.get("class") == "answer"]


@pytest.mark.parametrize("state", sorted(set(State) - {State.PROPOSED}))
def test_the_page_of_a_letter_never_shows_a_contact(
    browser: Browser, app: Flask, session: Session, asked: Match, state: State
) -> None:
    asked.state = state
    browser.get(letter_link(app, session, asked))

    assert browser.page is not None
    assert not [canary for canary in CANARIES if canary in browser.page.text]
    assert "中込" not in browser.page.text


def test_a_link_is_worth_nothing_once_it_was_changed_or_asked_anew(
    browser: Browser, app: Flask, session: Session, asked: Match, taro: Person
) -> None:
    link = letter_link(app, session, asked)

    for wrong in (link[:-2], link + "x", "/answer/x", "/answer/WzEsMl0.x", "/answer/𠮷"):
        browser.get(wrong, status=404)
    asked.offered_at = NOON + DAY
    browser.get(link, status=404)
    asked.offered_at = NOON
    taro.disabled_at = NOON
    browser.get(link, status=404)


def test_a_link_answers_nothing_after_its_time(
    browser: Browser, app: Flask, session: Session, asked: Match
) -> None:
    asked.answer_by = NOON - DAY
    link = letter_link(app, session, asked)
    browser.get(link)
    assert not [form for form in browser.main().iter("form") if form.get("class") == "answer"]

    browser.post(link, {"answer": "yes"}, status=409)

    assert session.get_one(Match, asked.id).state is State.OFFERED


# ------------------------------------------------------------------ coming forward


def test_a_newcomer_applies_from_the_board_and_says_why(
    browser: Browser, session: Session, cleaning: Need, misaki: Person
) -> None:
    browser.sign_in(misaki)
    browser.get(f"/needs/{cleaning.id}/apply")

    browser.submit({"message": "川が好きなので"})

    match = session.scalars(select(Match)).one()
    assert (match.state, match.applied, match.message) == (State.ACCEPTED, True, "川が好きなので")
    offer = session.scalars(select(Offer)).one()
    assert (offer.person_id, offer.opted_in_at) == (misaki.id, None)  # no consent to being asked
    browser.follow()
    assert "確かめたあと" in text(browser)


def test_an_application_says_why(
    browser: Browser, session: Session, cleaning: Need, misaki: Person
) -> None:
    browser.sign_in(misaki)
    browser.get(f"/needs/{cleaning.id}/apply")

    browser.submit({"message": " "}, status=422)

    assert "応募のひとことを入力してください" in text(browser)
    assert session.scalars(select(Match)).all() == []


def test_applying_twice_or_too_late_is_said_kindly(
    browser: Browser, session: Session, cleaning: Need, misaki: Person
) -> None:
    browser.sign_in(misaki)
    browser.post(f"/needs/{cleaning.id}/apply", {"message": "行きます"})

    browser.post(f"/needs/{cleaning.id}/apply", {"message": "行きます"}, status=409)
    assert "もうお引き受けいただいています" in text(browser)
    browser.get(f"/needs/{cleaning.id}/apply")
    assert "すでに" in text(browser)

    full = make_need(session, misaki, places_taken=1, state=NeedState.FILLED)
    browser.get(f"/needs/{full.id}/apply")
    assert "定員になりました" in text(browser)


def test_nobody_applies_for_what_is_not_on_the_board(
    browser: Browser, session: Session, hanako: Person, misaki: Person
) -> None:
    draft = make_need(session, hanako, state=NeedState.SUBMITTED)
    browser.sign_in(misaki)

    browser.get(f"/needs/{draft.id}/apply", status=403)
    browser.get(f"/needs/{2**31}/apply", status=404)


# ------------------------------------------------------------------ settling


def test_an_officer_confirms_and_both_sides_know_each_other(
    browser: Browser, session: Session, cleaning: Need, yoko: Person, taro: Person
) -> None:
    yoko.phone, taro.phone = "+81552000003", PHONE["taro"]
    match = make_match(session, yoko, taro, need=cleaning, state=State.ACCEPTED, applied=True)
    cleaning.places_taken = 1
    browser.sign_in(yoko)
    browser.get(f"/matches/{match.id}")
    assert "雨宮 太郎" in text(browser)  # whoever confirms knows whom
    assert "055-200-0002" not in text(browser)

    browser.submit(form="confirm")

    browser.follow()
    assert "055-200-0002" in text(browser)
    assert {row.fields for row in session.scalars(select(Disclosure))} == {
        "name phone email",
        "name phone email place",
    }
    browser.sign_in(taro)
    browser.get(f"/matches/{match.id}")
    assert "055-200-0003" in text(browser)
    assert "1-2-3" in text(browser)


def test_who_gave_no_telephone_is_reached_through_their_organisation(
    browser: Browser, session: Session, cleaning: Need, association: Organization,
    yoko: Person, taro: Person,
) -> None:  # fmt: skip
    company = make_organization(session, "甲斐精機", Kind.COMPANY, taro, phone="+81552000005")
    association.phone, yoko.phone = "+81552000004", None
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    match = make_match(
        session, yoko, taro, need=cleaning, offer=offer, state=State.ACCEPTED, places=2
    )
    cleaning.places_taken = 2
    browser.sign_in(yoko)
    browser.get(f"/matches/{match.id}")
    assert "055-200-0005" not in text(browser)

    browser.submit(form="confirm")

    pages = [
        f"/matches/{match.id}",
        f"/needs/{cleaning.id}/helpers",
        f"/needs/{cleaning.id}/roster",
    ]
    for page in pages:
        browser.get(page)
        assert "055-200-0005" in text(browser), page
    browser.sign_in(taro)
    browser.get(f"/matches/{match.id}")
    assert "団体の電話 055-200-0004" in text(browser)
    letters = {
        m.address: m.text for m in session.scalars(select(Message)) if "confirmed" in m.template
    }
    assert "055-200-0005" in letters["yoko@example.org"]
    assert "055-200-0004" in letters["taro@example.org"]
    assert {row.fields for row in session.scalars(select(Disclosure))} == {
        "name organization_phone email",
        "name organization_phone email place",
    }


def test_one_s_own_telephone_goes_before_the_organisation_s(
    browser: Browser, session: Session, cleaning: Need, association: Organization,
    yoko: Person, taro: Person,
) -> None:  # fmt: skip
    association.phone, yoko.phone = "+81552000004", "+81552000003"
    match = confirmed(session, make_match(session, yoko, taro, need=cleaning))
    browser.sign_in(taro)

    browser.get(f"/matches/{match.id}")

    assert "電話 055-200-0003" in text(browser)
    assert "055-200-0004" not in text(browser)


def test_who_has_no_telephone_at_all_stands_on_the_roster_with_their_address(
    browser: Browser, session: Session, cleaning: Need, yoko: Person, taro: Person
) -> None:
    confirmed(session, make_match(session, yoko, taro, need=cleaning))
    browser.sign_in(yoko)

    browser.get(f"/needs/{cleaning.id}/roster")

    assert "taro@example.org" in text(browser)


def test_a_resident_learns_the_name_only_when_it_is_confirmed(
    browser: Browser, asked: Match, hanako: Person
) -> None:
    asked.state, asked.need.places_taken = State.ACCEPTED, 1
    browser.sign_in(hanako)
    browser.get(f"/matches/{asked.id}")
    assert "雨宮" not in text(browser)
    browser.get(f"/needs/{asked.need_id}/helpers")
    assert "雨宮" not in text(browser)
    browser.post(f"/matches/{asked.id}/confirm", status=403)

    asked.state = State.CONFIRMED
    browser.get(f"/matches/{asked.id}")

    assert "雨宮 太郎" in text(browser)
    assert "055-200-0002" in text(browser)


def test_calling_off_needs_a_reason_and_frees_the_place(
    browser: Browser, session: Session, asked: Match, taro: Person
) -> None:
    confirmed(session, asked)
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}/cancel")
    browser.submit({"note": ""}, status=422)
    assert "理由を入力してください" in text(browser)

    browser.submit({"note": "熱が出ました"})

    need = session.get_one(Need, asked.need_id)
    assert (need.state, need.places_taken) == (NeedState.OPEN, 0)
    assert ("hanako@example.org", "matches/cancelled") in posted(session)
    browser.follow()
    assert "055-200-0001" not in text(browser)


def test_who_asked_writes_down_that_nobody_came_but_not_before_the_day(
    browser: Browser, session: Session, asked: Match, hanako: Person
) -> None:
    confirmed(session, asked)
    browser.sign_in(hanako)
    browser.get(f"/matches/{asked.id}")
    assert "当日来られなかった" not in text(browser)
    browser.post(f"/matches/{asked.id}/miss", {"note": "来ませんでした"}, status=409)

    session.get_one(Need, asked.need_id).first_start_at = NOON - DAY
    browser.get(f"/matches/{asked.id}/miss")
    browser.submit({"note": ""}, status=422)
    browser.submit({"note": "来ませんでした"})

    assert session.get_one(Match, asked.id).state is State.NO_SHOW


def test_a_coordinator_lets_somebody_be_in_two_places_with_a_reason(
    browser: Browser, session: Session, asked: Match, hanako: Person, taro: Person, sachiko: Person
) -> None:
    confirmed(session, make_match(session, hanako, taro))
    browser.sign_in(sachiko)
    browser.get(f"/matches/{asked.id}")
    assert "理由を書いて引き受けてもらう" in text(browser)
    browser.get(f"/matches/{asked.id}/override")
    browser.submit({"note": ""}, status=422)

    browser.submit({"note": "先の活動は早く終わる"})

    match = session.get_one(Match, asked.id)
    assert (match.state, match.override_reason) == (State.ACCEPTED, "先の活動は早く終わる")
    browser.follow()
    assert "先の活動は早く終わる" in text(browser)


def test_the_calendar_entry_has_no_contact_and_ends_with_the_promise(
    browser: Browser, session: Session, asked: Match, taro: Person
) -> None:
    browser.sign_in(taro)
    assert browser.raw(f"/matches/{asked.id}/calendar.ics").status_code == 404
    confirmed(session, asked)

    page = browser.raw(f"/matches/{asked.id}/calendar.ics")

    assert page.mimetype == "text/calendar"
    assert "DTSTART;TZID=Asia/Tokyo:20261128T090000" in page.text
    assert not [canary for canary in CANARIES if canary in page.text]


# ------------------------------------------------------------------ a need and its helpers


def test_the_roster_prints_who_is_confirmed(
    browser: Browser, session: Session, cleaning: Need, yoko: Person, taro: Person, jiro: Person
) -> None:
    taro.phone = PHONE["taro"]
    confirmed(session, make_match(session, yoko, taro, need=cleaning))
    make_match(session, yoko, jiro, need=cleaning)
    browser.sign_in(yoko)

    browser.get(f"/needs/{cleaning.id}/roster")

    assert "雨宮 太郎" in text(browser)
    assert "055-200-0002" in text(browser)
    assert "望月" not in text(browser)


def test_who_was_asked_and_has_not_come_forward_stays_unnamed(
    browser: Browser, session: Session, cleaning: Need, yoko: Person, taro: Person, jiro: Person
) -> None:
    waiting = make_match(session, yoko, taro, need=cleaning)
    declined = make_match(session, yoko, jiro, need=cleaning, state=State.DECLINED)
    browser.sign_in(yoko)

    browser.get(f"/needs/{cleaning.id}/helpers")
    assert "1人の返事を待っています" in text(browser)
    seen = text(browser)
    for match in (waiting, declined):
        browser.get(f"/matches/{match.id}")
        seen += text(browser)

    assert "雨宮" not in seen
    assert "望月" not in seen


def test_changing_an_open_need_tells_those_who_said_yes(
    browser: Browser, session: Session, cleaning: Need, yoko: Person, taro: Person
) -> None:
    confirmed(session, make_match(session, yoko, taro, need=cleaning))
    browser.sign_in(yoko)
    browser.get(f"/needs/{cleaning.id}/edit")

    browser.submit({"bring": ["長靴"]}, form="")

    assert session.get_one(Need, cleaning.id).bring == "長靴"
    letter = session.scalars(select(Message).where(Message.template == "matches/changed")).one()
    assert letter.address == "taro@example.org"
    assert "持ち物" in letter.text
    assert "長靴" in letter.text


def test_fewer_places_than_are_taken_is_refused_beside_the_field(
    browser: Browser, session: Session, cleaning: Need, yoko: Person, taro: Person, jiro: Person
) -> None:
    for helper in (taro, jiro):
        confirmed(session, make_match(session, yoko, helper, need=cleaning))
    browser.sign_in(yoko)
    browser.get(f"/needs/{cleaning.id}/edit")

    browser.submit({"helpers_wanted": ["1"]}, status=422)

    assert "すでに2人が引き受けています" in text(browser)


def test_two_who_change_one_need_lose_nothing_typed(
    browser: Browser, session: Session, cleaning: Need, yoko: Person
) -> None:
    browser.sign_in(yoko)
    browser.get(f"/needs/{cleaning.id}/edit")
    session.get_one(Need, cleaning.id).bring = "軍手"

    browser.submit({"bring": ["長靴"]}, status=409)

    assert session.get_one(Need, cleaning.id).bring == "軍手"
    typed = [e.get("value") for e in browser.main().iter("input") if e.get("name") == "bring"]
    assert typed == ["長靴"]
    browser.submit()
    assert session.get_one(Need, cleaning.id).bring == "長靴"


def test_withdrawing_tells_everybody_and_closes_the_need(
    browser: Browser, session: Session, asked: Match, hanako: Person
) -> None:
    confirmed(session, asked)
    browser.sign_in(hanako)
    browser.get(f"/needs/{asked.need_id}/withdraw")
    assert "1人います" in text(browser)

    browser.submit({"note": "孫が来てくれます"})

    need = session.get_one(Need, asked.need_id)
    assert (need.state, need.places_taken) == (NeedState.CLOSED, 0)
    assert ("taro@example.org", "matches/need_closed") in posted(session)


def test_ending_without_anybody_needs_a_reason(
    browser: Browser, session: Session, asked: Match, hanako: Person
) -> None:
    browser.sign_in(hanako)
    browser.get(f"/needs/{asked.need_id}/close")
    browser.submit({"closing": ["unfilled"], "note": ""}, status=422)

    browser.submit({"closing": ["unfilled"], "note": "近くに人がいませんでした"})

    assert session.get_one(Need, asked.need_id).state is NeedState.CLOSED
    assert session.get_one(Match, asked.id).state is State.CANCELLED


# ------------------------------------------------------------------ speed


@pytest.mark.parametrize("path", ["/needs/{need}/helpers", "/needs/{need}/roster"])
def test_a_list_of_helpers_takes_the_same_few_statements_for_three_and_for_thirty(
    browser: Browser, session: Session, yoko: Person, association: Organization, path: str
) -> None:
    browser.sign_in(yoko)
    need = make_need(session, yoko, helpers_wanted=60, organization_id=association.id)

    def add(number: int) -> None:
        for _n in range(number):
            helper = make_person(session, "助", "人", email=None)
            confirmed(session, make_match(session, yoko, helper, need=need))

    add(3)
    browser.get(path.format(need=need.id))
    few = browser.statements
    add(27)
    browser.get(path.format(need=need.id))

    assert few == browser.statements <= 15


def test_the_page_of_a_match_takes_few_statements(
    browser: Browser, asked: Match, taro: Person, sachiko: Person, hanako: Person
) -> None:
    for person in (taro, hanako, sachiko):
        browser.sign_in(person)
        browser.get(f"/matches/{asked.id}")
        assert browser.statements <= 15


def test_the_companys_contact_answers_for_some_of_its_people(
    browser: Browser, session: Session, cleaning: Need, jiro: Person
) -> None:
    firm = make_organization(session, "甲府製作所", Kind.COMPANY, jiro)
    offer = make_offer(session, jiro, head_count=4, organization_id=firm.id)
    match = make_match(session, jiro, jiro, need=cleaning, offer=offer)
    browser.sign_in(jiro)
    browser.get(f"/matches/{match.id}")

    browser.submit({"answer": "yes", "places": "2"})

    assert session.get_one(Need, cleaning.id).places_taken == 2
