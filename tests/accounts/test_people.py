"""One's own entries, and what coordinators and the operator do with people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matching.accounts import queries
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.audit.models import Entry
from tests.browser import Browser
from tests.make import make_person


@pytest.fixture
def other(app, session):
    return Browser(app, session)


def audited(session):
    rows = session.scalars(select(Entry).where(Entry.subject == "person").order_by(Entry.id))
    return [(row.action, row.subject_id, row.by_id) for row in rows]


# ------------------------------------------------------------------ one's own entries


def test_a_person_keeps_their_entries_up_to_date(browser, session, hanako):
    browser.sign_in(hanako)
    browser.get("/account/profile")
    browser.submit(
        {
            "family_name": "髙﨑",
            "known_as": "",
            "phone": "０５５ー２３７ー１１６１",
            "postal_code": "〒４００－０８５８",
            "birth_year": "昭和20年",
            "language": "easy",
        }
    )
    browser.follow()

    for words in ("髙﨑 花子", "055-237-1161", "〒400-0858", "1945年"):
        assert words in browser.text
    assert audited(session) == []


def test_somebody_under_18_needs_a_guardian(browser, session, misaki):
    browser.sign_in(misaki)
    browser.get("/account/profile")
    browser.submit({"birth_year": "平成22年"}, status=422)
    assert "保護者の名前" in browser.text
    browser.submit({"guardian_name": "髙橋 恵", "guardian_agrees": "y"})

    session.refresh(misaki)
    assert misaki.guardian_consented_at is not None


def test_who_comes_second_is_told_and_loses_nothing_typed(browser, other, session, hanako, sachiko):
    browser.sign_in(hanako)
    other.sign_in(sachiko)
    browser.get("/account/profile")
    other.get(f"/people/{hanako.id}/profile")
    browser.submit({"town": "丸の内"})

    other.submit({"street": "1-2-3"}, status=409)

    assert "ほかの人がこの内容を変更しました" in other.text
    assert "丸の内" in other.text
    assert other.tree.find(".//input[@name='street']").get("value") == "1-2-3"
    session.refresh(hanako)
    assert (hanako.town, hanako.street) == ("丸の内", "")

    other.submit({"town": "丸の内"})
    session.refresh(hanako)
    assert (hanako.town, hanako.street) == ("丸の内", "1-2-3")


# ------------------------------------------------------------------ staff


def test_a_coordinator_enters_somebody_who_telephones(browser, session, sachiko):
    browser.sign_in(sachiko)
    browser.get("/people/new")
    browser.submit({"known_as": "Ｍａｒｉａ Ｓａｎｔｏｓ"}, status=422)
    assert "本人の同意を確かめて" in browser.text
    assert "電話番号か住所" in browser.text
    browser.submit({"phone": "055-237-1161", "agrees": "y", "roles": ["resident"]})
    browser.follow()

    assert "なし（電話・書面の方）" in browser.text
    made = session.scalars(select(Person).where(Person.phone == "+81552371161")).one()
    assert made.email is None
    assert made.known_as == "Ｍａｒｉａ Ｓａｎｔｏｓ"  # names are never folded
    assert made.consented_at is not None
    assert audited(session) == [("create", made.id, sachiko.id)]


def test_a_coordinator_goes_on_to_what_a_telephone_volunteer_can_give(browser, sachiko, taro):
    browser.sign_in(sachiko)
    browser.get(f"/people/{taro.id}")
    browser.submit(form=f"/offers/for/{taro.id}")
    browser.follow()

    assert "登録の内容" in browser.text


@pytest.mark.parametrize("name", ["髙橋", "﨑山", "𠮷田", "神谷", "Nguyễn", "がっこう"])
def test_names_survive_to_the_sign(browser, session, sachiko, name):
    browser.sign_in(sachiko)
    browser.get("/people/new")
    browser.submit({"known_as": name, "phone": "0552371161", "agrees": "y"})
    browser.follow()

    assert name in browser.text
    assert session.scalars(select(Person).where(Person.known_as == name)).one()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 4),
        ("高橋", 1),
        ("髙橋", 1),
        ("髙橋美咲", 1),
        ("美咲　髙橋", 1),
        ("ﾀｶﾊｼ", 1),
        ("タカハシ みさき", 1),
        ("055-237-1161", 1),
        ("０５５２３７１１６１", 1),
        ("MARIA", 1),
        ("misaki@", 1),
        ("善光寺", 3),
        ("%", 0),
        ("_", 0),
        ("\\", 0),
        ("いない人", 0),
        ("長" * 5000, 0),
    ],
)
def test_people_are_found_in_any_spelling(session, words, found):
    make_person(
        session, "髙橋", "美咲", family_kana="たかはし", given_kana="みさき",
        email="misaki@example.ac.jp",
    )  # fmt: skip
    make_person(session, "𠮷田", "一", phone="+81552371161")
    make_person(session, "", "", known_as="Maria Santos", family_kana="", given_kana="", town="")
    make_person(session, "小林", "幸子")

    assert len(session.scalars(queries.people_found(words[:300])).all()) == found


def test_the_list_is_searched_and_filtered(browser, sachiko, hanako, taro):
    browser.sign_in(sachiko)
    browser.get("/people?role=volunteer")
    assert "雨宮 太郎" in browser.text
    assert hanako.display_name not in browser.text

    browser.get("/people?q=中込")
    assert "1人" in browser.text
    browser.get("/people?q=いない人")
    assert "当てはまる人はいません" in browser.text
    for odd in (
        "q=" + "a" * 3000,
        "role=king",
        "page=-1",
        "page=x",
        f"page={2**63}",
        "q=%00%ED%A0",
    ):
        browser.get(f"/people?{odd}")
    assert taro.id


def test_the_list_costs_the_same_for_3_and_30_people(browser, session, sachiko):
    browser.sign_in(sachiko)
    browser.get("/people")
    few = browser.statements
    for number in range(30):
        make_person(session, "山本", f"{number}", Role.RESIDENT, Role.VOLUNTEER)
    browser.get("/people")

    assert browser.statements == few <= 15
    assert "全31件" in browser.text


def test_the_operator_gives_and_takes_roles(browser, session, root, taro):
    browser.sign_in(root)
    browser.get(f"/people/{taro.id}")
    browser.submit({"roles": ["coordinator", "volunteer"]}, form="roles")
    browser.follow()
    browser.submit({"roles": ["coordinator"]}, form="roles")

    session.refresh(taro, ["grants"])
    assert taro.roles == {Role.COORDINATOR}
    assert audited(session) == [("grant", taro.id, root.id), ("revoke", taro.id, root.id)]


def test_the_last_operator_stays(browser, session, root):
    browser.sign_in(root)
    browser.get(f"/people/{root.id}")
    browser.submit({"roles": []}, form="roles", status=409)
    assert "先にほかの人を管理者に" in browser.text

    make_person(session, "清水", "二号", Role.ADMIN)
    browser.get(f"/people/{root.id}")
    browser.submit({"roles": []}, form="roles")
    browser.get("/people", status=403)


def test_disabling_ends_every_sign_in_until_it_is_undone(browser, other, session, root, taro):
    browser.sign_in(root)
    other.sign_in(taro)
    browser.get(f"/people/{taro.id}")
    assert f"/people/{taro.id}/disable" in browser.links()
    browser.get(f"/people/{taro.id}/disable")
    browser.submit(form="disable")
    other.get("/account", status=303)
    browser.follow()
    assert "停止しています" in browser.text

    browser.submit(form="enable")
    session.refresh(taro)
    assert taro.disabled_at is None
    assert [action for action, *_ in audited(session)] == ["disable", "enable"]


def test_nobody_disables_themselves(browser, root):
    browser.sign_in(root)
    browser.get(f"/people/{root.id}")
    browser.post(f"/people/{root.id}/disable", status=403)


WHO = ("hanako", "taro", "sachiko", "kenji", "root")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/people", {"sachiko", "root"}),
        ("/people/new", {"sachiko", "root"}),
        ("/people/{hanako}", {"sachiko", "root"}),
        ("/people/{hanako}/profile", {"sachiko", "root"}),
        ("/people/{root}/profile", {"root"}),
        ("/account", set(WHO)),
        ("/account/profile", set(WHO)),
    ],
)
@pytest.mark.parametrize("who", WHO)
def test_who_may_open_what(browser, request, path, allowed, who):
    ids = {name: request.getfixturevalue(name).id for name in ("hanako", "root")}
    browser.sign_in(request.getfixturevalue(who))

    browser.get(path.format(**ids), status=200 if who in allowed else 403)


@pytest.mark.parametrize("verb", ["roles", "disable", "enable"])
@pytest.mark.parametrize("who", ["hanako", "sachiko", "kenji"])
def test_only_the_operator_changes_roles_and_accounts(browser, request, taro, verb, who):
    browser.sign_in(request.getfixturevalue(who))
    browser.get("/account")
    browser.post(f"/people/{taro.id}/{verb}", {"roles": ["admin"]}, status=403)

    assert taro.disabled_at is None


def test_a_person_nobody_can_be_is_not_found(browser, root):
    browser.sign_in(root)
    for number in (0, 999_999, 2**31, 2**63):
        browser.get(f"/people/{number}", status=404)
