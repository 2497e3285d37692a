"""Sachiko takes a call, finds a helper, follows up; the plan moves by exactly what was recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.matches.rules import State
from matching.needs.models import Need
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.plan.models import Initiative, Plan
from tests.board.make import outcome
from tests.journeys.conftest import OpenPage, Site
from tests.journeys.visitor import Visitor
from tests.journeys.ways import (
    HELPS,
    Newcomer,
    ask,
    coordinator,
    say_what_i_can,
    sign_up,
    take_call,
)
from tests.make import NOON, make_match, make_need, make_person

pytestmark = pytest.mark.browser

MITSU = Newcomer("小澤", "ミツ", ("おざわ", "みつ"), "")
TARO = Newcomer("雨宮", "太郎", ("あめみや", "たろう"), "taro@example.org")
KAZUO = Newcomer("依田", "和男", ("よだ", "かずお"), "")
NEED = {
    "kind": "庭・草・雪",
    "title": "玄関までの草取り",
    "body": "玄関までの通り道の草を取ってほしい。",
    "day": "2026-11-28",
    "starts": "09:30",
    "ends": "11:00",
}
SKILL = "草取り・草刈り（手作業）"
INITIATIVE, PILLAR, ALL = "IV-1-(3) ボランティア人材登録事業の実施", "IV ", "全体"
Figures = Mapping[tuple[str, str], str]


def test_a_coordinator_takes_a_call_and_the_plan_moves(site: Site, open_page: OpenPage) -> None:
    site.add(something_came_of_it_before)
    taro = open_page("phone")
    offers_help(taro, site)
    sachiko = coordinator(open_page("desktop"), site)
    enters_a_volunteer_who_telephones(sachiko)
    before = figures(sachiko)

    takes_the_call(sachiko, site)
    ask(sachiko, "清水 一郎", "雨宮 太郎", "依田 和男")
    hears_a_yes_on_the_telephone(sachiko)
    a_rival_is_told_kindly(taro, site)
    sachiko.press("確定する")
    site.wait(days=4, hours=1)
    writes_down_what_she_hears(sachiko)
    approves(sachiko)

    moved_by(before, figures(sachiko))
    opens_a_figure(sachiko)
    reads_without_names(taro)


def something_came_of_it_before(session: Session) -> Person:
    """What was approved earlier in the year: the figures do not begin at nothing."""
    asker = make_person(session, "中込", "花子", Role.RESIDENT)
    helper = make_person(session, "清水", "一郎", Role.VOLUNTEER)
    counted = session.scalars(
        select(Initiative)
        .join(Plan, Plan.id == Initiative.plan_id)
        .where(Initiative.code == "IV-1-(3)", Plan.first_year == 2023)
    ).one()
    need = make_need(
        session, asker, starts_at=NOON - timedelta(days=10), state=NeedState.CLOSED,
        closing=Closing.DONE, closed_at=NOON - timedelta(days=9), places_taken=1,
        initiative_id=counted.id,
    )  # fmt: skip
    match = make_match(session, asker, helper, need=need, state=State.DONE)
    outcome(session, match, helper, initiative_id=counted.id, district_id=need.district_id)
    return helper


def offers_help(taro: Visitor, site: Site) -> None:
    taro.open("/offers/mine")
    sign_up(taro, site, TARO, HELPS)
    say_what_i_can(taro, "庭・草・雪", SKILL)
    taro.press("お願いを受け取る")


def enters_a_volunteer_who_telephones(sachiko: Visitor) -> None:
    sachiko.follow("登録している人")
    sachiko.follow("メールのない人を登録する")
    sachiko.fill("姓", KAZUO.family)
    sachiko.fill("名", KAZUO.given)
    sachiko.fill("せい（ひらがな）", KAZUO.kana[0])
    sachiko.fill("めい（ひらがな）", KAZUO.kana[1])
    sachiko.fill("電話番号", "055-252-0110")
    sachiko.choose("地区", KAZUO.district)
    sachiko.tick(HELPS)
    sachiko.tick("個人情報の使い方を説明し、本人の同意を確かめました（電話・書面・窓口）")
    sachiko.press("登録する")
    sachiko.press("できることの登録を開く")
    say_what_i_can(sachiko, "庭・草・雪", SKILL)
    sachiko.press("お願いを受け取る")


def takes_the_call(sachiko: Visitor, site: Site) -> None:
    sachiko.open("/desk")
    sachiko.follow("電話・紙で受け付ける", sachiko.main.locator(".desk-side"))
    sachiko.fill("探す（名前・読み・電話・町）", "おざわ")
    sachiko.press("探す")
    sachiko.sees("見つかりませんでした。新しい人として入力してください。")
    fits_without_scrolling(sachiko)
    take_call(sachiko, MITSU, "055（226）0808", NEED)
    sachiko.press("受け付ける")
    assert sachiko.fact("本人の電話") == "055-226-0808"
    assert sachiko.fact("受付") == "電話（11月24日(火)に本人の同意を確かめた）"
    with site.database.read() as session:
        asker = session.scalars(select(Person).where(Person.family_name == MITSU.family)).one()
        need = session.scalars(select(Need).where(Need.asker_id == asker.id)).one()
    assert asker.email is None
    assert asker.consented_at is not None
    assert need.consent_at is not None
    sachiko.press("公開する")


def fits_without_scrolling(sachiko: Visitor) -> None:
    """With somebody on the line nothing is below the edge of the screen."""
    last = sachiko.called("button", "受け付けて公開する").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 900


def hears_a_yes_on_the_telephone(sachiko: Visitor) -> None:
    assert "055-252-0110" in sachiko.row("依田 和男").inner_text()
    sachiko.follow("電話の返事を記録", sachiko.row("依田 和男"))
    sachiko.tick("引き受ける")
    sachiko.press("記録する")
    sachiko.sees("依田 和男さんの返事を記録しました。", "確定待ち")


def a_rival_is_told_kindly(taro: Visitor, site: Site) -> None:
    assert site.letters(TARO.email)[0].template == "matches/lapsed"
    taro.open("/my")
    taro.sees("いまはありません。")


def writes_down_what_she_hears(sachiko: Visitor) -> None:
    sachiko.open("/outcomes?show=silent")
    sachiko.follow("聞き取って報告する", sachiko.row(NEED["title"]))
    sachiko.sees("センターの報告として記録します。")
    assert sachiko.field("分").input_value() == "30"
    sachiko.fill("分", "３５")
    sachiko.fill("したこと", "通り道の草を取り、根も抜いた。")
    sachiko.tick("解決しました")
    sachiko.press("報告する")


def approves(sachiko: Visitor) -> None:
    assert sachiko.heading == "報告の承認"
    assert sachiko.field("数える事業").locator("option:checked").inner_text() == INITIATIVE
    sachiko.press("この内容で承認する")
    sachiko.sees("承認しました。", "1時間35分")


def figures(reader: Visitor) -> Figures:
    """(initiative, figure) → what the table of the plan says."""
    reader.open("/progress")
    cells = reader.page.evaluate(
        """() => [...document.querySelectorAll(".table-plan tbody tr")].flatMap((row) =>
          [...row.querySelectorAll("td")].map((cell) => [
            row.querySelector("th").textContent.trim(), cell.dataset.label,
            cell.querySelector("a, span").firstChild.textContent.trim(),
          ]))"""
    )
    return {(name, label): text for name, label, text in cells}


def moved_by(before: Figures, after: Figures) -> None:
    changed = {key: (amount(before[key]), amount(text)) for key, text in after.items()}
    changed = {key: (old, new) for key, (old, new) in changed.items() if old != new}
    steps = {
        "依頼": (1, 2), "マッチング": (1, 2), "活動": (1, 2), "手伝った人・団体": (1, 2),
        "延べ人数": (2, 3), "活動時間": (120, 215),
    }  # fmt: skip
    pillar = next(name for name, _label in after if name.startswith(PILLAR))
    wanted = {
        (name, label): step for name in (INITIATIVE, pillar, ALL) for label, step in steps.items()
    }
    assert changed == wanted


def amount(text: str) -> int:
    """A number, or a time in minutes."""
    hours, minutes = re.search(r"(\d+)時間", text), re.search(r"(\d+)分", text)
    if hours or minutes:
        return 60 * int(hours[1] if hours else 0) + int(minutes[1] if minutes else 0)
    return int(text.replace(",", ""))


def opens_a_figure(sachiko: Visitor) -> None:
    sachiko.follow(f"3：{INITIATIVE} 延べ人数")
    sachiko.sees("全部で2件の記録があります。")
    line = sachiko.row(NEED["title"]).inner_text()
    assert "1時間35分" in line
    assert "令和8年11月28日(土)" in line
    sachiko.follow(NEED["title"])
    assert sachiko.heading == "活動の記録"
    sachiko.sees("1時間35分", "IV-1-(3)", "小林 幸子")


def reads_without_names(taro: Visitor) -> None:
    """The same figure, for everybody."""
    taro.open("/progress")
    taro.follow(f"3時間35分：{INITIATIVE} 活動時間")
    taro.sees("全部で2件の記録があります。", "個人")
    taro.does_not_see(NEED["title"], "依田", "小澤")
