"""A call is taken down on one screen."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.needs.models import Need
from matching.needs.rules import Channel, State
from tests.make import NOON, district, make_person

CALLER = {
    "family_name": "長田", "given_name": "ふみ", "family_kana": "おさだ", "given_kana": "フミ",
    "phone": "０５５－２３７－１１６１", "birth_year": "昭和19年", "town": "善光寺町", "street": "1-2-3",
    "agrees": "y",
}  # fmt: skip
GRASS = {
    "kind": "garden_snow", "title": "庭の草取り", "body": "腰が痛くて草が取れません。",
    "day": "11月28日", "starts": "9時", "ends": "11時半",
}  # fmt: skip


@pytest.fixture
def desk(browser, sachiko, session):
    CALLER["district_id"] = str(district(session).id)
    browser.sign_in(sachiko)
    browser.get("/desk/intake")
    return browser


def test_an_82_year_old_without_email_calls_and_her_need_waits_to_be_checked(
    desk, session, sachiko
):
    desk.submit(CALLER | GRASS | {"keep": "1"})
    desk.follow()

    need = session.scalars(select(Need)).one()
    fumi = session.get(Person, need.asker_id)
    assert (fumi.display_name, fumi.email, fumi.phone) == ("長田 ふみ", None, "+81552371161")
    assert (fumi.given_kana, fumi.birth_year, fumi.consented_at) == ("ふみ", 1944, NOON) or (
        fumi.birth_year == 1944 and fumi.consented_at >= NOON
    )
    assert (need.state, need.channel) == (State.SUBMITTED, Channel.PHONE)
    assert (need.entered_by_id, need.asker_id) == (sachiko.id, fumi.id)
    assert need.consent_at is not None
    assert (need.town, need.exact_place) == ("善光寺町", "1-2-3")
    assert (need.contact_name, need.contact_phone) == ("長田 ふみ", "+81552371161")
    assert "「庭の草取り」を受け付けました。" in desk.text
    assert "公開する" in desk.text
    written = session.scalars(select(Entry).where(Entry.subject == "person")).one()
    assert (written.action, written.subject_id, written.by_id) == ("create", fumi.id, sachiko.id)


def test_the_callers_words_name_the_skill_unless_one_is_chosen(desk, session):
    desk.submit(CALLER | GRASS | {"keep": "1"})
    desk.get("/desk/intake")
    desk.submit(CALLER | GRASS | {"skill": "pruning", "keep": "1"})

    needs = session.scalars(select(Need).order_by(Need.id).options(selectinload(Need.wished))).all()
    assert [[wish.skill for wish in need.wished] for need in needs] == [
        ["grass_cutting"], ["pruning"],
    ]  # fmt: skip


def test_it_can_be_published_in_the_same_breath(desk, session):
    desk.submit(CALLER | GRASS | {"publish": "1", "channel": "paper", "agreed_on": "2026-11-20"})

    need = session.scalars(select(Need)).one()
    assert (need.state, need.channel) == (State.OPEN, Channel.PAPER)
    assert need.consent_at.date().isoformat() == "2026-11-20"


def test_somebody_known_is_found_and_not_written_down_twice(desk, session, hanako):
    before = len(session.scalars(select(Person)).all())
    desk.submit({"who": "なかごめ はなこ", "find": "1", "title": "残る題名"}, status=200)
    assert "中込 花子" not in desk.text  # the reading of the test people is てすと
    assert "見つかりませんでした。" in desk.text
    desk.submit({"who": "中込", "find": "1"}, status=200)
    assert "中込 花子" in desk.text
    assert "見つかりませんでした。" not in desk.text
    assert "残る題名" in desk.page.text
    desk.submit({"asker": str(hanako.id), "agrees": "y", **GRASS, "keep": "1"})

    need = session.scalars(select(Need)).one()
    assert need.asker_id == hanako.id
    assert need.district_id == hanako.district_id
    assert len(session.scalars(select(Person)).all()) == before


def test_who_has_only_an_address_is_taken_down(desk, session):
    desk.submit(CALLER | GRASS | {"phone": "", "keep": "1"})

    assert session.scalars(select(Need)).one().contact_phone is None


def test_somebody_known_by_e_mail_alone_is_asked_for_a_telephone(desk, session, hanako):
    hanako.phone = None
    desk.submit({"who": "中込", "find": "1"}, status=200)
    fields = {"asker": str(hanako.id), "agrees": "y", **GRASS, "keep": "1"}

    desk.submit(fields, status=422)

    assert "手伝う人と連絡がとれる電話番号を入力してください。" in desk.text
    desk.submit(fields | {"phone": "055-200-0001"})
    assert session.scalars(select(Need)).one().contact_phone == "+81552000001"


def test_a_number_finds_the_person(desk, session):
    make_person(session, "保坂", "静江", Role.RESIDENT, phone="+81552371161")
    desk.submit({"who": "055-237-1161", "find": "1"}, status=200)
    assert "保坂 静江" in desk.text


def test_days_to_be_agreed_are_taken_down_in_words(desk, session):
    flexible = {
        "timing": "flexible", "from_on": "12月1日", "to_on": "12月20日", "week": "平日午前",
        "minutes_wanted": "９０", "day": "", "starts": "", "ends": "",
    }  # fmt: skip
    desk.submit(CALLER | GRASS | flexible | {"keep": "1"})

    need = session.scalars(select(Need)).one()
    assert need.flexible
    assert (need.minutes_wanted, len(need.week)) == (90, 20)


def test_another_place_than_home_is_kept(desk, session):
    place = {"elsewhere": "y", "place_district": str(district(session, "玉諸").id)}
    place |= {"place_town": "国玉町", "exact_place": "玉諸公民館"}
    desk.submit(CALLER | GRASS | place | {"keep": "1"})

    need = session.scalars(select(Need)).one()
    assert (need.town, need.exact_place) == ("国玉町", "玉諸公民館")
    assert need.district_id == district(session, "玉諸").id


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"agrees": None}, "本人の同意を確かめてから登録してください。"),
        ({"agreed_on": "2027-01-01"}, "同意の日は、今日までの日付にしてください。"),
        ({"family_name": "", "given_name": ""}, "姓と名、または通称を入力してください。"),
        ({"given_kana": ""}, "名の読みをひらがなで入力してください。"),
        ({"phone": "12"}, "電話番号を確かめてください"),
        ({"phone": "", "street": ""}, "電話番号か住所を入力してください。"),
        ({"birth_year": "むかし"}, "生まれた年を確かめてください"),
        ({"title": ""}, "何を手伝ってほしいか、短く入力してください。"),
        ({"body": ""}, "くわしく入力してください。"),
        ({"kind": ""}, "種類を選んでください。"),
        ({"kind": "nonsense"}, "選択肢の中から選んでください。"),
        ({"day": ""}, "手伝ってほしい日と時間を入力してください。"),
        ({"day": "2月30日"}, "日付を確かめてください"),
        ({"day": "2020-01-01"}, "これから先の日時を入力してください。"),
        ({"ends": "8時"}, "終わりの時刻は、始まりより後にしてください。"),
        ({"starts": "25時"}, "時刻を確かめてください"),
        ({"helpers_wanted": "0"}, "1から500まで"),
        ({"district_id": ""}, "地区を選んでください。"),
        ({"elsewhere": "y", "place_district": ""}, "地区を選んでください。"),
        ({"timing": "flexible"}, "いつからいつまでの間か"),
        (
            {"timing": "flexible", "from_on": "12月1日", "to_on": "12月2日", "week": "そのうち"},
            "曜日と時間を一つ以上選んでください。",
        ),
        ({"channel": "web"}, "選択肢の中から選んでください。"),
    ],
)
def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(desk, session, fields, words):
    before = len(session.scalars(select(Person)).all())
    desk.submit({**CALLER, **GRASS, "keep": "1", "exact_place": "残る目印", **fields}, status=422)
    assert words in desk.text
    assert "残る目印" in desk.page.text
    assert session.scalars(select(Need)).all() == []
    assert len(session.scalars(select(Person)).all()) == before


def test_the_screen_costs_the_same_however_many_are_found(desk, session):
    def more(number):
        for _ in range(number):
            make_person(session, "保坂", "静江", Role.RESIDENT)

    more(3)
    desk.submit({"who": "保坂", "find": "1"}, status=200)
    few = desk.statements
    more(27)
    desk.submit({"who": "保坂", "find": "1"}, status=200)
    assert desk.statements == few <= 15
