"""The board: what is listed, found and counted."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest

from matching.matches.rules import State as MatchState
from matching.needs.rules import State, Urgency
from matching.offers.models import Area, DayOff, HeldSkill
from matching.offers.rules import Level
from tests.board.make import flexible, worded
from tests.make import (
    NOON,
    SATURDAY_9,
    district,
    make_match,
    make_need,
    make_offer,
    make_organization,
)

TODAY = NOON.date()
EVENING = NOON + timedelta(hours=7)  # Tuesday 19:00
THURSDAY_10 = SATURDAY_9 - timedelta(days=2) + timedelta(hours=1)


def titles(browser, path: str) -> list[str]:
    browser.get(path)
    return [
        "".join(a.itertext())
        for a in browser.tree.iter("a")
        if (a.get("class") or "") == "card-link"
    ]


def test_everybody_sees_what_is_open_with_when_where_and_how_many(browser, session, hanako):
    make_need(session, hanako, title="庭の草取り", helpers_wanted=3, places_taken=1)

    browser.get("/board")

    for words in (
        "庭の草取り",
        "11月28日(土) 9:00–11:00",
        "里垣地区・善光寺町",
        "あと2人（3人募集）",
        "あと4日",
    ):
        assert words in browser.text
    assert "中込" not in browser.text
    assert "1-2-3" not in browser.text


def test_drafts_closed_and_begun_needs_are_not_listed(browser, session, hanako):
    for state in (State.DRAFT, State.SUBMITTED, State.CLOSED):
        make_need(session, hanako, title=f"見えない {state}", state=state)
    make_need(session, hanako, title="始まった", starts_at=NOON - timedelta(minutes=1))
    flexible(
        session,
        hanako,
        "終わった",
        from_on=TODAY - timedelta(days=9),
        to_on=TODAY - timedelta(days=1),
    )

    assert titles(browser, "/board") == []
    assert "いま募集している活動はありません" in browser.text


def test_urgent_ones_come_first_and_full_ones_last(browser, session, hanako):
    make_need(session, hanako, title="満員", state=State.FILLED, places_taken=1)
    make_need(session, hanako, title="あと", starts_at=SATURDAY_9 + timedelta(days=1))
    make_need(session, hanako, title="さき")
    make_need(
        session,
        hanako,
        title="急ぎ",
        urgency=Urgency.URGENT,
        starts_at=SATURDAY_9 + timedelta(days=9),
    )

    assert titles(browser, "/board") == ["急ぎ", "さき", "あと", "満員"]
    assert "募集中 3件" in browser.text
    assert "ほかに満員 1件" in browser.text


def test_what_is_asked_of_when_finds_slots_and_possible_days(browser, session, hanako):
    worded(session, hanako, "今日の夜", starts_at=EVENING)
    worded(session, hanako, "土曜")
    worded(session, hanako, "木曜の昼", starts_at=THURSDAY_10)
    worded(
        session,
        hanako,
        "祝日の昼",
        starts_at=SATURDAY_9 - timedelta(days=5) + timedelta(days=42, hours=1),
    )
    days = {"from_on": TODAY, "to_on": TODAY + timedelta(days=2)}
    flexible(session, hanako, "相談", **days, week=frozenset({24 + 10}))

    assert set(titles(browser, "/board?when=today")) == {"今日の夜", "相談"}
    assert titles(browser, "/board?when=weekend") == ["土曜"]
    assert set(titles(browser, "/board?when=weekdays")) == {"木曜の昼", "相談", "祝日の昼"}


def test_mornings_and_days_to_be_agreed_can_be_asked_for(browser, session, hanako):
    worded(session, hanako, "木曜の午前", starts_at=THURSDAY_10 - timedelta(hours=3))
    worded(session, hanako, "昼をまたぐ", starts_at=THURSDAY_10 + timedelta(hours=1))
    worded(session, hanako, "土曜")
    flexible(session, hanako, "朝なら", week=frozenset({24 + 7}))
    flexible(session, hanako, "夕方なら", week=frozenset({24 + 17}))

    assert set(titles(browser, "/board?when=mornings")) == {"木曜の午前", "朝なら"}
    assert set(titles(browser, "/board?when=any-day")) == {"朝なら", "夕方なら"}


def test_one_day_can_be_chosen_and_meets_the_other_choices(browser, session, hanako):
    worded(session, hanako, "土曜")
    worded(session, hanako, "日曜", starts_at=SATURDAY_9 + timedelta(days=1))
    flexible(session, hanako, "どこかで", from_on=TODAY, to_on=TODAY + timedelta(days=5))

    assert set(titles(browser, "/board?on=2026-11-28")) == {"土曜", "どこかで"}
    assert set(titles(browser, "/board?on=2026-11-28&when=weekend")) == {"土曜", "どこかで"}
    assert titles(browser, "/board?on=2026-11-27&when=weekend") == []
    assert titles(browser, "/board?on=2026-11-28&when=any-day") == ["どこかで"]


def test_a_holiday_is_no_weekday(browser, session, hanako):
    new_year = SATURDAY_9 + timedelta(days=34)  # Friday 1 January 2027
    worded(session, hanako, "元日", starts_at=new_year)

    assert titles(browser, "/board?when=weekdays") == []


def test_my_free_times_find_whole_slots_only_and_not_on_my_days_off(browser, session, hanako, taro):
    offer = make_offer(session, taro, week=frozenset({5 * 24 + 9, 5 * 24 + 10}))
    offer.days_off = [DayOff(from_on=date(2026, 12, 5), to_on=date(2026, 12, 5))]
    worded(session, hanako, "ちょうど")
    worded(session, hanako, "長すぎる", ends_at=SATURDAY_9 + timedelta(hours=3))
    worded(session, hanako, "休みの日", starts_at=SATURDAY_9 + timedelta(days=7))
    worded(session, hanako, "その次", starts_at=SATURDAY_9 + timedelta(days=14))
    possible = {"from_on": TODAY, "to_on": TODAY + timedelta(days=20)}
    flexible(session, hanako, "土曜でも", **possible, week=frozenset({5 * 24 + 10, 30}))
    flexible(session, hanako, "日曜だけ", **possible, week=frozenset({6 * 24 + 10}))
    browser.sign_in(taro)

    assert set(titles(browser, "/board?when=mine")) == {"ちょうど", "その次", "土曜でも"}


def test_without_free_times_everything_is_shown_and_said_to_be(browser, session, hanako, taro):
    worded(session, hanako, "土曜")
    browser.sign_in(taro)

    assert titles(browser, "/board?when=mine") == ["土曜"]
    assert "空いている時間がまだ登録されていない" in browser.text


def test_where_is_a_district_or_so_many_kilometres_round_it(browser, session, hanako, taro):
    far, near = district(session, "中道"), district(session, "東")
    worded(session, hanako, "里垣")
    worded(session, hanako, "近く", district_id=near.id)
    worded(session, hanako, "遠く", district_id=far.id)
    own = district(session).id

    assert titles(browser, f"/board?district={own}") == ["里垣"]
    assert titles(browser, f"/board?district={own}&km=3") == ["里垣", "近く"]
    browser.sign_in(taro)
    assert titles(browser, "/board?km=3") == ["里垣", "近く"]


def test_what_and_who_narrow_the_list(browser, session, hanako):
    worded(session, hanako, "経験者", kind="digital", beginners_welcome=False)
    worded(session, hanako, "親子", children_welcome=True)
    worded(session, hanako, "大勢", helpers_wanted=5, places_taken=2)
    worded(session, hanako, "もう少し", helpers_wanted=5, places_taken=3)
    worded(session, hanako, "実習", "tutoring", for_credit=True)

    assert titles(browser, "/board?kind=digital") == ["経験者"]
    assert "経験者" not in titles(browser, "/board?who=beginners")
    assert titles(browser, "/board?who=children") == ["親子"]
    assert titles(browser, "/board?who=group") == ["大勢"]
    assert titles(browser, "/board?who=credit") == ["実習"]
    assert titles(browser, "/board?skill=tutoring") == ["実習"]
    assert titles(browser, "/board?skill=tutoring&kind=digital") == []
    assert titles(browser, "/board?who=children&who=group") == []
    assert "条件をへらす" in browser.text


VARIANTS = {
    "公園の草刈り": ("草刈", "くさかり", "草刈り", "草かり", "除草", "草むしり", "　草 刈り "),
    "河原のゴミ拾い": ("ゴミ拾い", "ごみ拾い", "ごみひろい", "ゴミひろい"),
    "玄関前の雪かき": ("雪かき", "除雪", "ゆきかき", "雪掻き"),
    "スマホの相談": ("スマホ", "スマートフォン", "すまほ", "ｽﾏﾎ"),
}


@pytest.mark.parametrize(
    ("title", "typed"), [(title, typed) for title, every in VARIANTS.items() for typed in every]
)
def test_a_search_finds_what_is_written_another_way(browser, session, hanako, title, typed):
    for one in VARIANTS:
        worded(session, hanako, one)  # by the title alone: no skill is chosen for it

    assert titles(browser, f"/board?q={quote(typed)}") == [title]


@pytest.mark.parametrize(
    ("written", "typed"),
    [("ごみ拾いの手伝い", "ゴミ拾い"), ("除雪の手伝い", "雪かき"), ("除草の手伝い", "草刈り"),
     ("スマートフォンの使い方", "スマホ"), ("くさかりの手伝い", "草刈り")],
)  # fmt: skip
def test_it_finds_the_other_way_round_as_well(browser, session, hanako, written, typed):
    worded(session, hanako, written)

    assert titles(browser, f"/board?q={quote(typed)}") == [written]


def test_every_word_of_a_search_must_be_there(browser, session, hanako):
    worded(session, hanako, "公園の草刈り", "grass_cutting")

    assert titles(browser, f"/board?q={quote('公園 草刈')}") == ["公園の草刈り"]
    assert titles(browser, f"/board?q={quote('河川 草刈')}") == []
    assert titles(browser, f"/board?q={quote('%')}") in ([], ["公園の草刈り"])


def test_filters_stand_in_the_address_and_survive_paging(browser, session, hanako):
    for number in range(23):
        worded(session, hanako, f"草刈り {number}", "grass_cutting")

    assert len(titles(browser, f"/board?q={quote('草刈')}&kind=garden_snow")) == 20
    onward = next(link for link in browser.links() if "page=2" in link)
    assert "kind=garden_snow" in onward
    assert len(titles(browser, onward)) == 3
    weekend = next(link for link in browser.links() if "when=weekend" in link)
    assert "kind=garden_snow" in weekend
    assert "page" not in weekend


def test_a_choice_pressed_again_is_taken_back(browser, session, hanako):
    worded(session, hanako, "土曜")
    browser.get("/board?when=weekend&kind=garden_snow")
    chosen = next(a for a in browser.tree.iter("a") if a.get("aria-current") == "true")

    assert chosen.get("href") == "/board?kind=garden_snow"


BAD = [
    "page=abc", "page=0", "page=-1", f"page={2**63}", "page=１", f"district={10**12}", "district=-1",
    "district=abc", "km=1000000", "km=%00", "kind=nothing", "when=never", "who=nobody&who=group",
    "q=%00", "q=%ED%A0%80", "q=%FF%FE", f"q={'x' * 10_000}", f"q={quote('草' * 3_000)}",
    "q=%25%5F%5C", "q=%F0%9F%91%8D", "q=%E2%80%AE", "when=mine", "_scheme=x&endpoint=y&page=1",
    "_external=1&_anchor=z&filename=a&page=2",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_no_argument_breaks_the_board(browser, session, hanako, taro, query):
    for number in range(21):
        worded(session, hanako, f"草刈り {number}", "grass_cutting")

    browser.get(f"/board?{query}")
    browser.sign_in(taro)
    browser.get(f"/board?{query}")


def test_signed_in_people_are_told_one_reason(browser, session, hanako, taro):
    offer = make_offer(session, taro, home_district_id=district(session, "東").id)
    offer.skills = [HeldSkill(skill="grass_cutting", level=Level.GOOD)]
    offer.areas = [Area(district_id=district(session, "中道").id)]
    offer.week = frozenset({5 * 24 + 9, 5 * 24 + 10})
    far = district(session, "宮本").id
    worded(session, hanako, "特技", "grass_cutting")
    worded(session, hanako, "地区", district_id=district(session, "東").id)
    worded(session, hanako, "希望", district_id=district(session, "中道").id)
    worded(session, hanako, "時間", district_id=far)
    worded(session, hanako, "何も", district_id=far, starts_at=THURSDAY_10)
    browser.sign_in(taro)
    browser.get("/board")

    for words in ("得意：草取り・草刈り", "同じ地区", "手伝いたい地区", "空いている時間"):
        assert browser.text.count(words) >= 1
    assert browser.text.count("得意：") == 1


def test_a_card_says_where_one_stands_with_it(browser, session, hanako, taro):
    make_match(session, hanako, taro)
    proposed = make_need(session, hanako)
    make_match(session, hanako, taro, need=proposed, state=MatchState.PROPOSED)
    browser.sign_in(taro)
    browser.get("/board")

    assert browser.text.count("お願いが届いています") == 1


@pytest.mark.parametrize("signed_in", [False, True])
def test_fifty_needs_take_no_more_statements_than_three(browser, session, hanako, taro, signed_in):
    make_offer(session, taro, "grass_cutting")
    group = make_organization(session, "里垣地区自治会")
    if signed_in:
        browser.sign_in(taro)
    taken = []
    for more in (3, 47):
        for _ in range(more):
            worded(session, hanako, "草刈り", "grass_cutting", organization_id=group.id)
        for path in ("/board", "/"):
            browser.get(path)
            taken.append((path, browser.statements))

    assert taken[:2] == taken[2:]
    assert max(count for _, count in taken) <= 15, taken
