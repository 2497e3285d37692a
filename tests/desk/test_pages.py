"""The coordinator's day, by pages only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.desk.rules import Queue
from matching.matches.models import Ask, Match
from matching.matches.rules import State as MatchState
from matching.needs.models import WishedSkill
from matching.needs.rules import Channel, State, Urgency
from matching.organizations.rules import Approval, Kind
from matching.outbox.models import Message
from matching.skills.rules import groups_by_code
from tests.browser import Browser
from tests.make import (
    NOON,
    SATURDAY_9,
    make_match,
    make_need,
    make_offer,
    make_organization,
    make_person,
    posted,
)

CEILING = 15
NAMED = {"この条件なら…", "変えると増えること"}
"""Sections to which the empty box of the candidates may point."""


@pytest.fixture
def desk(browser, sachiko):
    browser.sign_in(sachiko)
    return browser


@pytest.fixture
def submitted(session, hanako):
    return make_need(session, hanako, state=State.SUBMITTED, opened_at=None)


@pytest.fixture
def asked(session, hanako, taro):
    return make_match(session, hanako, taro)


def volunteers(session, number, start=0):
    made = []
    for at in range(start, start + number):
        person = make_person(session, "矢崎", f"手伝{at}", Role.VOLUNTEER)
        made.append(make_offer(session, person, "grass_cutting"))
    return made


# ------------------------------------------------------------------ queues


def test_the_desk_opens_the_first_queue_in_which_something_waits(desk, submitted):
    desk.get("/desk")
    assert submitted.title in desk.text
    assert "受付待ち" in desk.text
    assert "0 / 1人" in desk.text


def test_the_desk_shows_how_many_organisations_wait_for_a_decision(desk, session, yoko):
    desk.get("/desk")
    few = desk.statements
    assert "確認待ち" not in desk.text
    for name in ("里垣ひまわりの会", "里垣そよかぜの会"):
        make_organization(session, name, Kind.GROUP, yoko, approval=Approval.PENDING)
    make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)

    desk.get("/desk")

    assert "団体 2件が確認待ち" in desk.text
    assert desk.statements == few


@pytest.mark.parametrize(
    ("facts", "skill", "reminded"),
    [
        ({}, None, False),
        ({"powered_tools": True}, None, True),
        ({}, "machine_mowing", True),
        ({"kind": "digital"}, None, True),  # passwords are nobody else's, with tools or without
    ],
)
def test_the_desk_reminds_of_powered_tools_only_where_they_are_used(
    desk, session, hanako, facts, skill, reminded
):
    wished = [WishedSkill(skill=skill, required=False)] if skill else []
    need = make_need(session, hanako, wished=wished, **facts)
    group = groups_by_code()[need.kind]

    desk.get(f"/desk/needs/{need.id}")

    assert (group.remark() in desk.text) is reminded


def test_an_empty_desk_says_what_to_do(desk):
    desk.get("/desk")
    assert "受付を待つ依頼はありません。" in desk.text
    assert "/desk/intake" in desk.links()


@pytest.mark.parametrize("queue", [*Queue, "nonsense", "", "\x00", "２", "9" * 5000])
@pytest.mark.parametrize("page", ["1", "-1", "99999999999999999999", "x", "２"])
@pytest.mark.usefixtures("submitted")
def test_any_queue_and_page_that_is_asked_for_gives_a_page(desk, queue, page):
    assert desk.raw("/desk", query_string={"queue": queue, "page": page}).status_code == 200


def test_each_need_waits_where_its_life_has_come_to(desk, session, hanako, taro, jiro, misaki):
    choose = make_need(session, hanako, title="選ぶのを待つ")
    make_match(session, hanako, taro, need=make_need(session, hanako, title="返事を待つ"))
    make_match(
        session, hanako, jiro, need=make_need(session, hanako, title="確定を待つ"),
        state=MatchState.ACCEPTED, accepted_at=NOON,
    )  # fmt: skip
    past = make_need(session, hanako, title="報告を待つ", starts_at=NOON - timedelta(days=3))
    make_match(session, hanako, misaki, need=past, state=MatchState.CONFIRMED)
    soon = make_need(session, hanako, title="日が近い", starts_at=NOON + timedelta(days=1))

    shown = {}
    for queue in Queue:
        desk.get(f"/desk?queue={queue}")
        shown[queue] = desk.text
    assert choose.title in shown[Queue.CHOOSE]
    assert "返事を待つ" in shown[Queue.ANSWER]
    assert "確定を待つ" in shown[Queue.CONFIRM]
    assert past.title in shown[Queue.REPORT]
    assert soon.title in shown[Queue.FOLLOW]


@pytest.mark.parametrize("queue", [Queue.INTAKE, Queue.ANSWER])
def test_a_queue_costs_the_same_for_3_and_for_30(desk, session, hanako, taro, queue):
    def more(number):
        for _ in range(number):
            if queue is Queue.INTAKE:
                make_need(session, hanako, state=State.SUBMITTED)
            else:
                make_match(session, hanako, taro)

    more(3)
    desk.get(f"/desk?queue={queue}")
    few = desk.statements
    more(27)
    desk.get(f"/desk?queue={queue}")
    assert desk.statements == few <= CEILING


# ------------------------------------------------------------------ checking


def test_a_checked_need_is_published_and_its_asker_told(desk, session, submitted):
    desk.get(f"/desk/needs/{submitted.id}")
    for words in (submitted.title, "1-2-3", "庭の草が伸びて", "公開する"):
        assert words in desk.text
    desk.submit(form="/publish")
    desk.follow()

    assert submitted.state is State.OPEN
    assert "公開しました" in desk.text
    assert "hanako@example.org" in [address for address, _ in posted(session)]


def test_a_need_is_given_back_with_words(desk, submitted):
    desk.get(f"/desk/needs/{submitted.id}")
    desk.submit({"note": " "}, form="/return", status=422)
    assert "何を直してほしいかを書いてください。" in desk.text
    desk.submit({"note": "日にちを教えてください。"}, form="/return")
    desk.follow()

    assert submitted.state is State.DRAFT
    assert submitted.returned_note == "日にちを教えてください。"
    assert "戻しました" in desk.text


def test_what_was_published_already_is_not_published_again(desk, submitted):
    desk.get(f"/desk/needs/{submitted.id}")
    desk.submit(form="/publish")
    desk.post(f"/desk/needs/{submitted.id}/publish", status=409)


def test_what_was_changed_while_it_was_checked_is_read_once_more(desk, session, app, submitted):
    desk.get(f"/desk/needs/{submitted.id}")
    asker = Browser(app, session)
    asker.sign_in(submitted.asker)
    asker.get(f"/needs/{submitted.id}/edit")
    asker.submit({"body": "屋根の雪を下ろしてください。"})
    letters = len(posted(session))

    desk.submit(form="/publish", status=409)

    assert "内容が変わりました" in desk.text
    assert "屋根の雪を下ろしてください。" in desk.text
    assert (submitted.state, len(posted(session))) == (State.SUBMITTED, letters)
    desk.submit(form="/publish")  # once more, knowingly
    assert submitted.state is State.OPEN


def test_a_page_that_does_not_say_what_was_read_publishes_nothing(desk, submitted):
    desk.post(f"/desk/needs/{submitted.id}/publish", status=409)

    assert submitted.state is State.SUBMITTED


# ------------------------------------------------------------------ candidates and asking


def test_candidates_come_with_reasons_and_the_others_with_why_not(
    desk, session, hanako, taro, jiro
):
    need = make_need(session, hanako)
    make_offer(session, taro, "grass_cutting")
    make_offer(session, jiro, active=False)

    desk.get(f"/desk/needs/{need.id}")

    for words in ("雨宮 太郎", "約1km以内", "見込み", "登録を休んでいる", "1人"):
        assert words in desk.text
    assert "score-bar" in desk.page.text


def empty_box(browser):
    found = browser.main().find(".//section[@aria-labelledby='candidates-name']")
    return "".join(found.find(".//div[@class='empty']").itertext())


def sections(browser):
    found = browser.main().find(".//section[@aria-labelledby='candidates-name']")
    return {"".join(heading.itertext()) for heading in found.iter("h3")}


def test_when_everybody_was_asked_the_box_points_nowhere(desk, session, hanako, taro):
    need = make_need(session, hanako, helpers_wanted=2)
    make_match(session, hanako, taro, need=need)

    desk.get(f"/desk/needs/{need.id}")

    assert "新しくお願いできる人はいません。返事や" in empty_box(desk)
    assert "下の" not in empty_box(desk)


def test_when_nobody_is_left_the_box_points_to_what_is_there(desk, session, hanako, taro):
    need = make_need(session, hanako, wished=[WishedSkill(skill="pruning", required=True)])
    make_offer(session, taro, "grass_cutting")

    desk.get(f"/desk/needs/{need.id}")

    pointed = {name for name in NAMED if f"「{name}」" in empty_box(desk)}
    assert pointed == sections(desk) & NAMED
    assert pointed


def test_telephone_numbers_stay_whole_and_names_are_only_text(desk, session, yoko, taro):
    group = make_organization(
        session, "里垣地区自治会", Kind.ASSOCIATION, yoko, phone="+81552220101"
    )
    need = make_need(
        session, yoko, organization_id=group.id, contact_name="<b>係</b>",
        contact_phone="+819012345678",
    )  # fmt: skip
    taro.phone = "+819087654321"
    make_match(session, yoko, taro, need=need)

    desk.get(f"/desk/needs/{need.id}")

    whole = ["".join(e.itertext()) for e in desk.main().iter("span") if e.get("class") == "keep"]
    assert {"055-237-1102", "055-222-0101", "090-1234-5678", "090-8765-4321"} <= set(whole)
    assert "<b>係</b> 090-1234-5678" in desk.text


def test_two_are_asked_at_once_until_the_chosen_time(desk, session, hanako, taro, jiro):
    need = make_need(session, hanako)
    offers = [make_offer(session, taro, "grass_cutting"), make_offer(session, jiro)]
    desk.get(f"/desk/needs/{need.id}")
    desk.submit(
        {
            "offers": [str(offer.id) for offer in offers],
            "answer_on": "令和8年11月26日",
            "answer_at": "午後5時",
            "note": "いつもありがとうございます。",
        },
        form="/asks",
    )
    desk.follow()

    matches = session.scalars(select(Match).order_by(Match.id)).all()
    assert [match.state for match in matches] == [MatchState.OFFERED] * 2
    assert {match.answer_by.isoformat() for match in matches} == {"2026-11-26T08:00:00+00:00"}
    assert all(match.explanation and match.score is not None for match in matches)
    assert all(ask.features and ask.chance for ask in session.scalars(select(Ask)))
    assert {address for address, _ in posted(session)} >= {"taro@example.org", "jiro@example.org"}
    letters = session.scalars(select(Message.text)).all()
    assert all("いつもありがとうございます。" in letter for letter in letters)
    assert all("/answer/" in letter for letter in letters)
    for words in ("2人にお願いを送りました", "返事待ち", "電話の返事を記録", "お願いした"):
        assert words in desk.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"offers": []}, "お願いする人を選んでください。"),
        ({"offers": ["999999"]}, "選択肢の中から選んでください。"),
        ({"offers": [str(2**63), "\x00", "x"]}, "選択肢の中から選んでください。"),
        ({"answer_on": "2020-01-01"}, "返事の期限は、今より後にしてください。"),
        ({"answer_on": "2026-12-24"}, "返事の期限は、活動が始まる前にしてください。"),
        ({"answer_on": "2月30日"}, "日付を確かめてください"),
        ({"answer_at": "27時"}, "時刻を確かめてください"),
        ({"answer_on": ""}, "返事の期限の日を選んでください。"),
        ({"note": "あ" * 501}, "500文字まで"),
    ],
)
def test_what_is_wrong_with_asking_is_said_at_the_field(desk, session, hanako, taro, fields, words):
    need = make_need(session, hanako)
    offer = make_offer(session, taro, "grass_cutting")
    desk.get(f"/desk/needs/{need.id}")
    desk.submit({"offers": [str(offer.id)], "note": "残る言葉"} | fields, form="/asks", status=422)
    assert words in desk.text
    assert fields.get("note", "残る言葉") in desk.page.text
    assert session.scalars(select(Match)).all() == []


def test_the_page_of_a_need_costs_the_same_for_3_and_for_30(desk, session, hanako):
    need = make_need(session, hanako, helpers_wanted=40)
    for offer in volunteers(session, 3):
        make_match(session, hanako, session.get(Person, offer.person_id), need=need)
    volunteers(session, 3, start=100)
    desk.get(f"/desk/needs/{need.id}")
    few = desk.statements
    for offer in volunteers(session, 27, start=3):
        make_match(session, hanako, session.get(Person, offer.person_id), need=need)
    volunteers(session, 27, start=200)
    desk.get(f"/desk/needs/{need.id}")
    assert desk.statements == few <= CEILING


def test_every_match_says_what_to_do_next(desk, session, hanako, taro, jiro):
    need = make_need(session, hanako, helpers_wanted=4, starts_at=NOON - timedelta(hours=3))
    make_match(session, hanako, taro, need=need, state=MatchState.CONFIRMED)
    make_match(session, hanako, jiro, need=need, state=MatchState.ACCEPTED)
    desk.get(f"/desk/needs/{need.id}")
    for words in (
        "来られなかった",
        "報告を確かめる",
        "取り消す",
        "確定する",
        "内容を直す",
        "依頼を終える",
    ):
        assert words in desk.text


# ------------------------------------------------------------------ answers by telephone


def test_a_yes_on_the_telephone_is_written_down_as_the_helpers(desk, session, hanako):
    helper = make_person(session, "保坂", "静江", Role.VOLUNTEER, phone="+81552371161")
    match = make_match(session, hanako, helper)
    desk.get(f"/desk/needs/{match.need_id}")
    assert f"/desk/matches/{match.id}/answer" in desk.links()
    desk.get(f"/desk/matches/{match.id}/answer")
    assert "055-237-1161" in desk.text
    assert "保坂 静江さんの返事を記録する" in desk.text
    desk.submit({}, status=422)
    assert "返事を選んでください。" in desk.text
    desk.submit({"answer": "yes"})
    desk.follow()

    assert match.state is MatchState.ACCEPTED
    assert "引き受けた" in desk.text


def test_a_no_on_the_telephone_needs_no_reason(desk, session, hanako, taro):
    match = make_match(session, hanako, taro)
    desk.get(f"/desk/matches/{match.id}/answer")
    desk.submit({"answer": "no"})
    assert match.state is MatchState.DECLINED


def test_two_places_at_once_need_the_coordinators_reason(desk, session, hanako, taro):
    make_match(session, hanako, taro, state=MatchState.ACCEPTED)
    match = make_match(session, hanako, taro)
    desk.get(f"/desk/matches/{match.id}/answer")
    assert "同じ時間に" in desk.text
    desk.submit({"answer": "yes"}, status=422)
    desk.submit({"answer": "yes", "override": "先の活動は午前だけと聞いた。"})

    assert match.state is MatchState.ACCEPTED
    assert match.override_reason == "先の活動は午前だけと聞いた。"


def test_a_company_says_how_many_come(desk, session, hanako, yoko):
    need = make_need(session, hanako, helpers_wanted=5)
    offer = make_offer(session, yoko, head_count=4)
    match = make_match(session, hanako, yoko, need=need, offer=offer)
    desk.get(f"/desk/matches/{match.id}/answer")
    places = desk.main().find(".//input[@name='places']")
    assert places.get("value") == "4"  # as many as can come, as on the company's own page
    desk.submit({"answer": "yes", "places": "９"}, status=422)
    assert "1人から4人まで" in desk.text
    desk.submit({"answer": "yes", "places": "三"})
    assert (match.places, need.places_taken) == (3, 3)


# ------------------------------------------------------------------ the week


def test_the_week_shows_every_need_on_its_day_and_the_gaps(desk, session, hanako):
    make_need(session, hanako, title="土曜の草取り", helpers_wanted=3)
    make_need(session, hanako, title="来週の草取り", starts_at=SATURDAY_9 + timedelta(days=7))
    make_need(
        session, hanako, title="いつでもよい話し相手", flexible=True,
        from_on=NOON.date(), to_on=NOON.date() + timedelta(days=30),
    )  # fmt: skip
    desk.get("/desk/week")
    assert "土曜の草取り" in desk.text
    assert "来週の草取り" not in desk.text
    assert "いつでもよい話し相手" in desk.text
    assert "あと3人" in desk.text
    desk.get("/desk/week?first=2026-12-03")
    assert "来週の草取り" in desk.text


@pytest.mark.parametrize("first", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30", "\x00", "🍙"])
def test_any_week_that_is_asked_for_gives_a_page(desk, first):
    for path in ("/desk/week", "/desk/week/asks"):
        assert desk.raw(path, query_string={"first": first}).status_code == 200


def test_the_whole_week_is_asked_at_once_except_who_was_unticked(desk, session, hanako, taro, jiro):
    early = make_need(session, hanako, title="朝の草取り")
    late = make_need(session, hanako, title="昼の草取り", starts_at=SATURDAY_9 + timedelta(hours=5))
    for person in (taro, jiro):
        make_offer(session, person, "grass_cutting")
    desk.get("/desk/week")
    assert "/desk/week/asks?first=2026-11-23" in desk.links()
    desk.get("/desk/week/asks?first=2026-11-23")
    assert "朝の草取り" in desk.text
    assert "約1km以内" in desk.text
    keys = [box.get("value") for box in desk.main().iter("input") if box.get("name") == "pairs"]
    kept = keys[0]
    desk.submit({"pairs": []}, status=422)
    assert "お願いする組み合わせを選んでください。" in desk.text
    desk.submit({"pairs": [kept, "1-999999"]}, status=422)
    desk.submit({"pairs": [kept], "note": "よろしくお願いします。"})
    desk.follow()

    assert "1件のお願いを送りました。" in desk.text
    match = session.scalars(select(Match)).one()
    assert f"{match.need_id}-{match.offer_id}" == kept
    assert match.need_id in (early.id, late.id)


@pytest.mark.parametrize("path", ["/desk/week", "/desk/week/asks"])
def test_the_week_costs_the_same_for_3_and_for_30(desk, session, hanako, path):
    def more(number):
        for at in range(number):
            make_need(session, hanako, starts_at=SATURDAY_9 + timedelta(hours=at % 8))
            volunteers(session, 1, start=number * 100 + at)

    more(3)
    desk.get(path)
    few = desk.statements
    more(27)
    desk.get(path)
    assert desk.statements == few <= CEILING


# ------------------------------------------------------------------ who may


@pytest.mark.parametrize(
    ("who", "looks", "works"),
    [
        (None, 303, 401),
        ("hanako", 403, 403),
        ("taro", 403, 403),
        ("kenji", 200, 403),
        ("root", 200, 403),
        ("sachiko", 200, None),
    ],
)
def test_coordinators_work_at_the_desk_and_the_city_may_look(
    browser, request, asked, who, looks, works
):
    browser.get("/sign-in")
    if who:
        browser.sign_in(request.getfixturevalue(who))
    for path in ("/desk", "/desk/week", f"/desk/needs/{asked.need_id}"):
        assert browser.raw(path).status_code == looks, path
    for path in ("/desk/intake", "/desk/week/asks", f"/desk/matches/{asked.id}/answer"):
        assert browser.raw(path).status_code == (403 if works == 403 else looks), path
    if works:
        for verb in ("publish", "return", "asks"):
            browser.post(f"/desk/needs/{asked.need_id}/{verb}", status=works)


def test_who_only_looks_is_offered_no_buttons(browser, session, hanako, taro, kenji):
    need = make_need(session, hanako)
    make_offer(session, taro, "grass_cutting")
    browser.sign_in(kenji)
    browser.get(f"/desk/needs/{need.id}")
    assert "雨宮 太郎" in browser.text
    assert "送る" not in browser.text


@pytest.mark.parametrize("asks", ["for themself", "for an association", "as their fellow officer"])
def test_nobody_checks_what_they_or_their_organisation_ask_for(desk, session, sachiko, yoko, asks):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, sachiko, yoko)
    asker = yoko if "fellow" in asks else sachiko
    group_id = None if asks == "for themself" else group.id
    need = make_need(session, asker, state=State.SUBMITTED, organization_id=group_id)
    desk.get(f"/desk/needs/{need.id}")
    assert "ほかのコーディネーターが確かめて" in desk.text

    for verb in ("publish", "return"):
        desk.post(f"/desk/needs/{need.id}/{verb}", {"note": "人数は？"}, status=403)

    assert need.state is State.SUBMITTED


def test_who_left_an_association_may_check_what_they_once_asked_for_it(
    desk, session, sachiko, yoko
):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, sachiko, state=State.SUBMITTED, organization_id=group.id)
    desk.get(f"/desk/needs/{need.id}")

    desk.submit(form="/publish")

    assert need.state is State.OPEN


def test_a_draft_that_was_never_handed_in_is_its_askers_own(desk, session, hanako):
    draft = make_need(session, hanako, state=State.DRAFT, submitted_at=None)
    desk.get(f"/desk/needs/{draft.id}", status=403)


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**63])
def test_what_is_not_there_is_not_found(desk, number):
    desk.get(f"/desk/needs/{number}", status=404)
    desk.get(f"/desk/matches/{number}/answer", status=404)


def test_what_is_urgent_says_so(desk, session, hanako):
    make_need(session, hanako, state=State.SUBMITTED, urgency=Urgency.URGENT)
    make_need(session, hanako, state=State.SUBMITTED, channel=Channel.PHONE)
    desk.get("/desk?queue=intake")
    assert "急ぎ" in desk.text
    assert "電話で受付" in desk.text
