"""Mrs Nakagomi, 81, asks for her garden on a phone and is helped."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matching.matches.models import Disclosure
from matching.needs.models import Need
from matching.needs.rules import Closing, State
from tests.journeys.conftest import OpenPage, Site
from tests.journeys.visitor import Visitor
from tests.journeys.ways import (
    ASKS,
    HELPS,
    Newcomer,
    ask,
    coordinator,
    say_what_i_can,
    sign_in,
    sign_up,
)

pytestmark = pytest.mark.browser

HANAKO = Newcomer("中込", "花子", ("なかごみ", "はなこ"), "hanako@example.org")
TARO = Newcomer("雨宮", "太郎", ("あめみや", "たろう"), "taro@example.org")
TITLE = "庭の草取り"


def test_a_resident_asks_on_a_phone_and_is_helped(site: Site, open_page: OpenPage) -> None:
    hanako, taro = open_page("phone"), open_page("phone")
    offers_help(taro, site)
    asks_but_stops_half_way(hanako, site)
    comes_back_and_sends(hanako, site)

    sachiko = coordinator(open_page("desktop"), site)
    publishes_and_asks_somebody(sachiko)
    answers_in_one_tap(taro, site)
    confirms(sachiko)
    both_know_each_other(hanako, taro, site)

    the_day_comes(site)
    helper_reports(taro, site)
    resident_thanks(hanako, site)
    approves(sachiko)
    all_is_well_that_ends_well(hanako, taro, site)


def offers_help(taro: Visitor, site: Site) -> None:
    taro.open("/offers/mine")
    sign_up(taro, site, TARO, HELPS)
    say_what_i_can(taro, "庭・草・雪", "草取り・草刈り（手作業）", "得意")
    taro.press("お願いを受け取る")
    taro.sees("合う依頼があれば、お願いが届きます。")
    taro.open("/account")
    taro.follow("登録内容を変える")
    taro.fill("電話番号", "０９０ー１２３４－５６７８")
    taro.press("保存する")
    assert taro.fact("電話番号") == "090-1234-5678"
    taro.leave()


def asks_but_stops_half_way(hanako: Visitor, site: Site) -> None:
    hanako.open("/")
    hanako.follow("手伝ってほしい 草取り、雪かき、スマホの使い方。小さなことからどうぞ。")
    sign_up(hanako, site, HANAKO, ASKS)
    assert hanako.heading == "どんなお手伝いですか"
    hanako.press("次へ進む", status=422)
    hanako.sees("入力内容に誤りがあります", "どんな手伝いか、種類を選んでください。")
    assert hanako.page.title().startswith("エラー：")

    hanako.tick("庭・草・雪")
    hanako.press("次へ進む")
    hanako.fill("ひとことで言うと", TITLE)
    hanako.fill("くわしく教えてください", "庭の草が伸びて困っています。6畳ほどです。")
    hanako.fill("お困りのわけ", "腰を痛めて、かがめません。")
    hanako.press("次へ進む")
    assert hanako.field("町").input_value() == "善光寺町"  # said once already
    hanako.fill("番地・建物の名前など", "1-2-3")
    hanako.press("次へ進む")
    assert hanako.heading == "いつがよいですか"
    hanako.open("/")
    hanako.leave()


def comes_back_and_sends(hanako: Visitor, site: Site) -> None:
    sign_in(hanako, site, HANAKO.email)
    hanako.follow("あなたを待っていることが1件あります")
    hanako.follow("続きを書く", hanako.card(TITLE))
    assert hanako.heading == "いつがよいですか"
    hanako.fill("日にち", "2026-11-28")
    hanako.fill("始まり", "09:00")
    hanako.fill("終わり", "11:00")
    hanako.press("次へ進む")
    hanako.fill("持ってきてほしい物", "軍手、飲み物")
    hanako.fill("当日の連絡先（電話番号）", "055-237-1161")
    hanako.press("次へ進む")

    assert hanako.heading == "内容を確かめてください"
    assert hanako.fact("題名") == TITLE
    assert hanako.fact("日時") == "11月28日(土) 9:00–11:00"
    hanako.follow("変更する：持ち物")
    hanako.fill("持ってきてほしい物", "軍手")
    hanako.press("次へ進む")
    assert hanako.fact("持ち物") == "軍手"
    hanako.press("この内容で出す")
    hanako.sees("「庭の草取り」をお預かりしました。", "このあとの流れ")
    assert site.letters(HANAKO.email)[0].subject == "依頼を受け付けました：庭の草取り"


def publishes_and_asks_somebody(sachiko: Visitor) -> None:
    sachiko.open("/desk")
    sachiko.follow(TITLE)
    assert sachiko.fact("わけ") == "腰を痛めて、かがめません。"
    assert "1-2-3" in sachiko.fact("くわしい場所")
    sachiko.press("公開する")
    reasons = sachiko.row("雨宮 太郎").inner_text()
    assert "約1km以内" in reasons
    assert "できること：草取り・草刈り（手作業）" in reasons
    sachiko.fill("添える言葉", "ご近所の方です。道具はあるそうです。")
    ask(sachiko, "雨宮 太郎")
    sachiko.sees("返事待ち")


def answers_in_one_tap(taro: Visitor, site: Site) -> None:
    taro.open(site.link(TARO.email, "matches/offered"))
    taro.sees(TITLE, "11月28日(土) 9:00–11:00", "軍手")
    taro.does_not_see("1-2-3", "237-1161", "中込")
    taro.press("引き受けます")
    taro.sees("ありがとうございます。引き受けたことを、依頼した方にお知らせしました。")


def confirms(sachiko: Visitor) -> None:
    sachiko.open("/desk")
    sachiko.follow(TITLE)
    sachiko.press("確定する")


def both_know_each_other(hanako: Visitor, taro: Visitor, site: Site) -> None:
    hanako.open(site.link(HANAKO.email, "matches/confirmed_asker"))
    assert hanako.fact("名前") == "雨宮 太郎様"
    assert hanako.fact("電話") == "090-1234-5678"
    taro.open(site.link(TARO.email, "matches/confirmed_helper"))
    sign_in(taro, site, TARO.email)
    assert taro.fact("名前") == "中込 花子様"
    assert taro.fact("電話") == "055-237-1161"
    assert taro.fact("くわしい場所") == "1-2-3"
    with site.database.read() as session:
        known = {(one.of_id, one.to_id): one.fields for one in session.scalars(select(Disclosure))}
    assert len(known) == 2
    assert sorted(known.values()) == ["name phone email", "name phone email place"]


def the_day_comes(site: Site) -> None:
    site.wait(days=3, hours=5)  # Friday, 17:00
    assert site.work("remind-day-before") == 1
    assert site.letters(TARO.email)[0].subject == "あしたです：庭の草取り"
    site.wait(days=1)
    assert site.work("ask-outcomes") == 1


def helper_reports(taro: Visitor, site: Site) -> None:
    taro.open(site.link(TARO.email, "matches/report_wanted"))
    assert taro.field("時間").input_value() == "2"
    taro.fill("分", "15")
    taro.fill("したこと", "草を取り、袋に四つまとめました。")
    taro.press("報告する")
    taro.sees("ご報告をありがとうございました。")


def resident_thanks(hanako: Visitor, site: Site) -> None:
    hanako.open("/my")
    hanako.follow("どうだったかを書く", hanako.card(TITLE))
    hanako.fill("分", "15")
    hanako.tick("解決しました")
    hanako.fill("お礼のことば", "おかげさまで、きれいになりました。")
    hanako.press("報告する")
    hanako.sees("ご報告をありがとうございました。")
    assert "おかげさまで" in site.letters(TARO.email)[0].text


def approves(sachiko: Visitor) -> None:
    sachiko.open("/desk?queue=report")
    sachiko.follow(TITLE)
    sachiko.follow("報告を確かめる")
    sachiko.does_not_see("食い違い")
    sachiko.press("この内容で承認する")
    sachiko.sees("承認しました。", "2時間15分")


def all_is_well_that_ends_well(hanako: Visitor, taro: Visitor, site: Site) -> None:
    assert site.letters(HANAKO.email)[0].subject == "依頼が終わりました：庭の草取り"
    hanako.open("/my")
    hanako.follow("お知らせ 7 件の未読")
    hanako.press("読む：依頼が終わりました：庭の草取り")
    hanako.sees("「庭の草取り」の活動が終わりました。ありがとうございました。")
    hanako.follow("くわしく見る")
    hanako.sees("活動が終わりました", "終了")
    taro.open("/my")
    taro.sees("2時間15分")
    with site.database.read() as session:
        need = session.scalars(select(Need)).one()
    assert (need.state, need.closing) == (State.CLOSED, Closing.DONE)
