"""A company gives a van and four of its staff; an association that needs both is matched with it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matching.matches.models import Match
from matching.matches.rules import State
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from tests.journeys.conftest import OpenPage, Site
from tests.journeys.visitor import Visitor
from tests.journeys.ways import ASKS, HELPS, Newcomer, ask, coordinator, say_what_i_can, sign_up

pytestmark = pytest.mark.browser

KAORI = Newcomer("飯島", "香", ("いいじま", "かおり"), "kaori@example.org", "宝二丁目", "湯田")
YOKO = Newcomer("深澤", "陽子", ("ふかさわ", "ようこ"), "yoko@example.org")
COMPANY, ASSOCIATION = "架空精機", "善光寺町第三自治会"
TITLE = "防災倉庫の引っ越し"
PHONE = "055-222-0101"


def test_a_company_lends_a_van_and_four_of_its_staff(site: Site, open_page: OpenPage) -> None:
    kaori, yoko = open_page("desktop"), open_page("desktop")
    registers(kaori, site, KAORI, HELPS, ("企業", COMPANY, "社会貢献担当"))
    registers(yoko, site, YOKO, ASKS, ("自治会", ASSOCIATION, "会長"))
    sachiko = coordinator(open_page("desktop"), site)
    are_approved(sachiko, site)

    speaks_for(kaori, COMPANY)
    offers_staff_and_a_van(kaori)
    speaks_for(yoko, ASSOCIATION)
    posts_on_one_sheet(yoko)

    asks_the_company(sachiko)
    promises_four_people(kaori, site)
    confirms_for_the_association(yoko)
    knows_whom_to_expect(kaori, site)
    prints_the_roster(yoko)
    is_filled(site)


def registers(
    officer: Visitor, site: Site, who: Newcomer, comes_for: str, what: tuple[str, str, str]
) -> None:
    kind, name, title = what
    officer.open("/organizations/mine")
    sign_up(officer, site, who, comes_for)
    officer.follow("団体を登録する")
    officer.tick(kind)
    officer.fill("団体の名前", name)
    officer.choose("地区", who.district)
    officer.fill("電話番号", PHONE)
    officer.fill("あなたの役職", title)
    officer.press("登録を申し込む")
    officer.sees("団体の登録を受け付けました。")
    assert "確認待ち" in officer.card(name).inner_text()


def are_approved(sachiko: Visitor, site: Site) -> None:
    sachiko.follow("団体")
    for name in (COMPANY, ASSOCIATION):
        sachiko.press("確認済みにする", sachiko.row(name))
        sachiko.sees(f"{name}の登録を「確認済み」にしました。")
    assert site.letters(KAORI.email)[0].subject == f"団体の登録を確認しました：{COMPANY}"


def speaks_for(officer: Visitor, name: str) -> None:
    officer.open("/organizations/mine")
    officer.press("この団体として使う", officer.card(name))
    assert f"{name}として操作しています。" in officer.page.locator("header").inner_text()


def offers_staff_and_a_van(kaori: Visitor) -> None:
    kaori.open("/offers/mine")
    assert kaori.heading == "団体としての登録"
    say_what_i_can(kaori, "住まいの手直し・家具", "家具の移動・荷物運び")
    kaori.follow("変更する：人数")
    kaori.fill("一度に参加できる人数（多くて）", "４")
    kaori.press("保存する")
    kaori.follow("提供できるものを追加")
    kaori.tick("車", group="種類")
    kaori.fill("名前", "ハイエース")
    kaori.fill("単位", "台")
    kaori.fill("条件・メモ", "運転する者も一緒に行きます。")
    kaori.press("保存する")
    kaori.press("お願いを受け取る")
    assert kaori.fact("人数") == "4人まで"
    kaori.sees("ハイエース", "合う依頼があれば、お願いが届きます。")


def posts_on_one_sheet(yoko: Visitor) -> None:
    yoko.open("/needs/new")
    assert yoko.heading == "募集の用紙"
    yoko.choose("種類", "住まいの手直し・家具", yoko.group("内容"))
    yoko.fill("題名", TITLE)
    yoko.fill("手伝ってほしいこと", "倉庫の備品を新しい倉庫へ運びます。段ボール40箱ほどです。")
    yoko.fill("人数", "4")
    yoko.fill("日にち", "2026-12-05")
    yoko.fill("始まり", "09:00")
    yoko.fill("終わり", "12:00")
    yoko.fill("町", "善光寺町")
    yoko.fill("くわしい場所（公開されません）", "善光寺町三丁目1-2 旧倉庫前")
    yoko.fill("集合場所", "善光寺公民館の前")
    wants_a_van(yoko)
    yoko.press("内容を確認する")
    assert yoko.fact("必要な物") == "ワゴン車 ×1"
    yoko.press("この内容で出す")
    yoko.sees(f"「{TITLE}」をお預かりしました。")


def wants_a_van(yoko: Visitor) -> None:
    yoko.unfold("必要な物（車・会場・物品など）")
    wanted = yoko.group("必要な物 1")
    yoko.choose("種類", "車", wanted)
    yoko.fill("名前", "ワゴン車", wanted)
    yoko.fill("数", "1", wanted)
    yoko.unfold("あるとよい特技・免許・資格")
    yoko.mark(yoko.group("あるとよい特技").get_by_label("家具の移動・荷物運び"))


def asks_the_company(sachiko: Visitor) -> None:
    sachiko.open("/desk")
    sachiko.follow(TITLE)
    sachiko.press("公開する")
    assert "4人まで" in sachiko.row(COMPANY).inner_text()
    ask(sachiko, COMPANY)


def promises_four_people(kaori: Visitor, site: Site) -> None:
    kaori.open(site.link(KAORI.email, "matches/offered"))
    kaori.sees(TITLE, "ワゴン車 ×1", ASSOCIATION)
    kaori.does_not_see("旧倉庫前", "善光寺公民館の前", YOKO.family)
    assert kaori.field("来られる人数").input_value() == "4"  # all it has, and all that are wanted
    kaori.fill("来られる人数", "４")
    kaori.press("引き受けます")


def confirms_for_the_association(yoko: Visitor) -> None:
    yoko.open("/")
    yoko.follow("あなたを待っていることが1件あります")
    yoko.follow("手伝う方を確かめる", yoko.card(TITLE))
    yoko.sees(COMPANY, "来る人数：4人")
    yoko.does_not_see(KAORI.email)
    yoko.press("確定して、連絡先を知らせ合う")
    assert yoko.fact("名前") == f"{COMPANY} 飯島 香様"
    assert yoko.fact("メール") == KAORI.email


def knows_whom_to_expect(kaori: Visitor, site: Site) -> None:
    kaori.open(site.link(KAORI.email, "matches/confirmed_helper"))
    assert kaori.fact("名前") == "深澤 陽子様"
    assert kaori.fact("くわしい場所") == "善光寺町三丁目1-2 旧倉庫前"
    assert kaori.fact("団体の電話") == PHONE
    kaori.sees("集合：善光寺公民館の前")


def prints_the_roster(yoko: Visitor) -> None:
    yoko.open("/my")
    yoko.follow(TITLE)
    yoko.follow("手伝う人を見る")
    yoko.follow("名簿を印刷する")
    yoko.sees("確定した人：4人（募集4人）", COMPANY, "飯島 香", PHONE)


def is_filled(site: Site) -> None:
    with site.database.read() as session:
        match, need = session.scalars(select(Match)).one(), session.scalars(select(Need)).one()
        assert (match.state, match.places) == (State.CONFIRMED, 4)
        assert (need.state, need.places_taken) == (NeedState.FILLED, 4)
