"""The page of one need: all a helper must know, nothing they must not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.matches.rules import State as MatchState
from matching.needs.models import Photo, WishedSkill, WishedThing
from matching.needs.rules import Closing, State
from matching.organizations.rules import Kind
from matching.skills.rules import ResourceKind
from tests.board.make import flexible
from tests.make import NOON, TODAY, make_match, make_need, make_offer, make_organization


def buttons(browser) -> list[str]:
    return [
        "".join(a.itertext()).strip()
        for a in browser.main().iter("a")
        if "button" in (a.get("class") or "").split()
    ]


def test_the_page_says_everything_before_a_yes(browser, session, hanako):
    need = make_need(
        session, hanako, title="庭の草取り", why="膝を痛めました。", bring="軍手", helpers_wanted=2,
        powered_tools=True, fee_yen=500, for_credit=True, least_age=16, children_welcome=True,
        wished=[
            WishedSkill(skill="machine_mowing", required=True),
            WishedSkill(skill="licence:driving", required=True),
            WishedSkill(skill="pruning", required=False),
        ],
        things=[WishedThing(kind=ResourceKind.VEHICLE, name="軽トラック", quantity=1)],
    )  # fmt: skip

    browser.get(f"/needs/{need.id}")

    for words in (
        "庭の草が伸びて困っています", "膝を痛めました", "11月28日(土) 9:00–11:00", "2時間", "里垣地区・善光寺町",
        "2人募集", "軍手", "草刈機での草刈り", "普通自動車", "庭木の枝切り", "軽トラック ×1", "16歳以上",
        "お子さんと一緒に", "500円", "動力のある道具", "単位や資格", "里垣地区の方", "応募は11月27日(金) 9:00まで",
    ):  # fmt: skip
        assert words in browser.text, words


def test_a_resident_is_nobody_in_public(browser, session, hanako, taro):
    need = make_need(
        session, hanako, meeting_place="赤い屋根の家の前", contact_name="中込花子",
        contact_phone="+81552000000",
    )  # fmt: skip

    for person in (None, taro):
        if person:
            browser.sign_in(person)
        browser.get(f"/needs/{need.id}")
        for secret in ("中込", "花子", "1-2-3", "赤い屋根", "055"):
            assert secret not in browser.text
        assert "参加が決まった方にお知らせします" in browser.text


def test_an_organisation_says_its_name_and_keeps_where_to_meet_for_those_who_come(
    browser, session, yoko
):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, yoko, organization_id=group.id, meeting_place="里垣会館の前")

    browser.get(f"/needs/{need.id}")

    assert "里垣地区自治会" in browser.text
    assert "参加が決まった方にお知らせします" in browser.text
    assert "里垣会館の前" not in browser.text  # the sheet promises it to those who come alone
    assert "深澤" not in browser.text


def test_a_flexible_need_says_between_which_days_and_at_which_hours(browser, session, hanako):
    need = flexible(
        session, hanako, "スマホの相談", from_on=TODAY, to_on=TODAY + timedelta(days=6),
        minutes_wanted=90, week=frozenset({9, 10, 24 + 9, 24 + 10}),
    )  # fmt: skip

    browser.get(f"/needs/{need.id}")

    assert "11月24日(火)〜11月30日(月)のうち1時間30分" in browser.text
    assert "月・火 9–11時" in browser.text


def test_one_clear_button_leads_on(browser, session, hanako, taro, sachiko):
    need = make_need(session, hanako)
    path = f"/needs/{need.id}"

    browser.get(path)
    assert buttons(browser) == ["応募する"]
    assert f"{path}/apply" in browser.links()
    browser.sign_in(taro)
    browser.get(path)
    assert buttons(browser) == ["応募する"]
    browser.sign_in(hanako)
    browser.get(path)
    assert buttons(browser) == ["依頼を確認・変更する"]
    assert f"{path}/own" in browser.links()
    browser.sign_in(sachiko)
    browser.get(path)
    assert buttons(browser) == ["応募する", "受付デスクで開く"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (MatchState.OFFERED, ("お願いが届いています", "返事をする")),
        (MatchState.ACCEPTED, ("確定待ち", "くわしく見る")),
        (MatchState.CONFIRMED, ("参加が決まっています", "くわしく見る")),
        (MatchState.DECLINED, ("見送りました", "くわしく見る")),
        (MatchState.EXPIRED, ("期限が過ぎました", "くわしく見る")),
        (MatchState.PROPOSED, ("1人募集", "応募する")),
    ],
)
def test_a_helper_sees_where_they_stand(browser, session, hanako, taro, state, shown):
    match = make_match(session, hanako, taro, state=state)
    browser.sign_in(taro)

    browser.get(f"/needs/{match.need_id}")

    assert shown[0] in browser.text
    assert buttons(browser) == [shown[1]]


def test_a_full_or_begun_need_offers_others_instead(browser, session, hanako):
    full = make_need(session, hanako, state=State.FILLED, places_taken=1)
    begun = make_need(session, hanako, starts_at=NOON - timedelta(minutes=5))

    browser.get(f"/needs/{full.id}")
    assert "定員になりました" in browser.text
    assert buttons(browser) == ["似た募集を見る"]
    browser.get(f"/needs/{begun.id}")
    assert "応募は終わりました" in browser.text
    assert buttons(browser) == ["ほかの募集を見る"]


def test_a_closed_need_is_gone_and_says_where_others_are(browser, session, hanako, taro, kenji):
    need = make_need(
        session, hanako, state=State.CLOSED, closing=Closing.DONE, title="終わった草取り"
    )
    path = f"/needs/{need.id}"

    browser.get(path, status=410)
    assert "この募集は終わりました" in browser.text
    assert "終わった草取り" not in browser.text
    assert "/board" in browser.links()
    browser.sign_in(taro)
    browser.get(path, status=410)
    for person in (hanako, kenji):
        browser.sign_in(person)
        browser.get(path)
        assert "終わった草取り" in browser.text


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
def test_what_was_not_published_is_not_there(browser, session, hanako, taro, sachiko, state):
    need = make_need(session, hanako, state=state, opened_at=None)
    path = f"/needs/{need.id}"

    browser.get(path, status=404)
    browser.sign_in(taro)
    browser.get(path, status=404)
    for person in (hanako, sachiko):
        browser.sign_in(person)
        browser.get(path)
        assert "ボードに出ていません" in browser.text


def test_a_draft_thrown_away_was_never_public(browser, session, hanako):
    need = make_need(session, hanako, state=State.CLOSED, opened_at=None)

    browser.get(f"/needs/{need.id}", status=404)


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", str(2**63), "abc", "-1"])
def test_a_number_no_need_has_is_no_page(browser, number):
    browser.get(f"/needs/{number}", status=404)


def test_officers_read_what_their_organisation_has_not_published(browser, session, yoko, taro):
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, taro, organization_id=group.id, state=State.SUBMITTED)
    browser.sign_in(yoko)

    browser.get(f"/needs/{need.id}")
    assert buttons(browser) == ["依頼を確認・変更する"]


def test_photos_have_words_for_those_who_do_not_see_them(browser, session, hanako):
    need = make_need(session, hanako, title="草取り")
    for caption in ("南の庭", ""):
        session.add(
            Photo(need_id=need.id, jpeg=b"x", width=4, height=3, caption=caption, added_at=NOON)
        )
    browser.get(f"/needs/{need.id}")

    assert [i.get("alt") for i in browser.main().iter("img")] == ["南の庭", "草取りの写真2"]


def test_the_page_of_a_need_takes_few_statements(browser, session, hanako, taro):
    make_offer(session, taro, "grass_cutting")
    match = make_match(session, hanako, taro)
    browser.get(f"/needs/{match.need_id}")
    assert browser.statements <= 8
    browser.sign_in(taro)
    browser.get(f"/needs/{match.need_id}")
    assert browser.statements <= 15
