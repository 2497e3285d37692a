"""Misaki of 山梨英和大学 says what she can give, is asked, comes, and has her hours on her page."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matching.offers.models import Offer
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

pytestmark = pytest.mark.browser

MISAKI = Newcomer("髙橋", "美咲", ("たかはし", "みさき"), "misaki@st.yamanashi-eiwa.ac.jp")
KIYO = Newcomer("功刀", "キヨ", ("くぬぎ", "きよ"), "")
NEED = {
    "kind": "スマホ・パソコン",
    "title": "スマホで写真を送りたい",
    "body": "孫に写真を送る方法を、ゆっくり教えてほしい。",
    "day": "2026-11-28",
    "starts": "10:00",
    "ends": "12:00",
}
SATURDAY = 5 * 24
MORNING = [SATURDAY + 9, SATURDAY + 10, SATURDAY + 11]


def test_a_student_gives_a_morning_and_gets_her_hours(site: Site, open_page: OpenPage) -> None:
    misaki = open_page("phone")
    signs_up_and_is_known_as_a_student(misaki, site)
    says_what_she_can(misaki)
    says_when(misaki)
    wants_to_be_asked(misaki)
    assert week_of(site) == MORNING

    sachiko = coordinator(open_page("desktop"), site)
    is_asked_for(sachiko)
    accepts_on_her_own_page(misaki)
    sachiko.open("/desk?queue=confirm")
    sachiko.follow(NEED["title"])
    sachiko.press("確定する")

    site.wait(days=5)
    reports_two_hours_and_five_minutes(misaki)
    is_approved(sachiko)
    has_her_hours(misaki, site)
    code = gets_her_certificate(misaki)
    is_verified_by_anybody(open_page("phone"), code)


def signs_up_and_is_known_as_a_student(misaki: Visitor, site: Site) -> None:
    misaki.open("/my")
    sign_up(misaki, site, MISAKI, HELPS)
    misaki.follow("わたしの団体")
    misaki.follow("大学を申し出る")
    misaki.tick("山梨英和大学")
    misaki.press("申し出る")
    misaki.sees("メールアドレスから、山梨英和大学の学生であることを確認しました。")
    assert "確認済み" in misaki.row("山梨英和大学").inner_text()


def says_what_she_can(misaki: Visitor) -> None:
    misaki.open("/offers/mine")
    say_what_i_can(misaki, "スマホ・パソコン", "スマホの使い方", "得意")
    assert misaki.fact("できること") == "得意：スマホの使い方"


def says_when(misaki: Visitor) -> None:
    """With JavaScript by the keyboard alone; without it by the boxes."""
    misaki.follow("入力する：時間")
    if misaki.javascript:
        walks_the_week(misaki)
    else:
        for hour in (9, 10, 11):
            misaki.tick(f"土曜日 {hour}時から{hour + 1}時")
    misaki.press("保存する")
    assert misaki.fact("時間") == "土 9–12時"


def walks_the_week(misaki: Visitor) -> None:
    keyboard = misaki.page.keyboard
    misaki.reach(misaki.field("月曜日 6時から7時"))
    for key in ["ArrowRight"] * 5 + ["ArrowDown"] * 3:
        keyboard.press(key)
    for _ in range(3):
        keyboard.press("Space")
        keyboard.press("ArrowDown")
    keyboard.press("Tab")  # one press leads out of the whole grid
    inside = misaki.page.evaluate("() => document.activeElement.closest('.week-grid') !== null")
    assert not inside


def wants_to_be_asked(misaki: Visitor) -> None:
    misaki.follow("変更する：場所")
    misaki.tick("自転車", group="移動の方法")
    misaki.choose("行ける距離", "5 kmまで")
    misaki.press("保存する")
    misaki.follow("入力する：お願いの頻度")
    misaki.tick("依頼が合うとき、お願いの連絡を受け取ることに同意します")
    misaki.fill("1か月に受け取るお願いの数（多くて）", "２")
    misaki.press("保存する")
    assert misaki.fact("お願いの頻度") == "1か月に2回まで"
    misaki.sees("合う依頼があれば、お願いが届きます。")


def week_of(site: Site) -> list[int]:
    with site.database.read() as session:
        return sorted(session.scalars(select(Offer)).one().week or ())


def is_asked_for(sachiko: Visitor) -> None:
    take_call(sachiko, KIYO, "０５５（２３５）１０９１", NEED)
    sachiko.press("受け付けて公開する")
    reasons = sachiko.row("髙橋 美咲").inner_text()
    assert "スマホの使い方" in reasons
    ask(sachiko, "髙橋 美咲")


def accepts_on_her_own_page(misaki: Visitor) -> None:
    misaki.open("/")
    misaki.follow("あなたを待っていることが1件あります")
    misaki.press("引き受ける", misaki.card(NEED["title"]))
    misaki.sees("ありがとうございます。引き受けたことを、依頼した方にお知らせしました。")
    misaki.open("/my")
    misaki.sees("いまはありません。", "確定待ち")


def reports_two_hours_and_five_minutes(misaki: Visitor) -> None:
    misaki.open("/my")
    misaki.follow("報告を書く", misaki.card(NEED["title"]))
    misaki.fill("分", "５")
    misaki.fill("したこと", "写真の送り方を三回いっしょに練習しました。")
    misaki.press("報告する")


def is_approved(sachiko: Visitor) -> None:
    sachiko.open("/outcomes")
    sachiko.follow("確かめて承認する", sachiko.row(NEED["title"]))
    sachiko.press("この内容で承認する")


def has_her_hours(misaki: Visitor, site: Site) -> None:
    assert site.letters(MISAKI.email)[0].template == "outcomes/approved"
    misaki.open("/my")
    assert misaki.fact("あわせて") == "2時間5分"
    assert misaki.fact("これまでの活動") == "1回"
    misaki.follow("活動の記録をすべて見る")
    misaki.follow(NEED["title"])
    misaki.sees("2時間5分", "II-1-(2)")


def gets_her_certificate(misaki: Visitor) -> str:
    """She looks at what it says, has it issued, and reads its number off."""
    misaki.open("/my/activity")
    misaki.follow("活動証明書をもらう")
    misaki.follow("証明書を作る")
    misaki.fill("宛先", "山梨英和大学 学生課")
    misaki.press("内容を確かめる")
    misaki.sees("まだ発行していません。", "2時間5分")
    misaki.press("この内容で発行する")
    misaki.sees("証明書を発行しました。")
    return misaki.main.locator(".certificate-number").inner_text()


def is_verified_by_anybody(visitor: Visitor, code: str) -> None:
    """With one letter misread first."""
    visitor.open("/verify")
    visitor.fill("証明書番号", code[:-1] + ("7" if code[-1] != "7" else "8"))
    visitor.press("確かめる", status=422)
    visitor.sees("番号のどこかが違います。")
    visitor.fill("証明書番号", code.lower().replace("-", "　"))
    visitor.press("確かめる")
    visitor.sees("有効な証明書です。", MISAKI.family, MISAKI.given)
    assert visitor.fact("活動時間の合計") == "2時間5分"
