"""The postal code fills in the town: by its button on every form, and while somebody types."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matching.districts.models import District
from matching.needs.models import Need
from tests.make import make_need


def value(browser, name):
    field = browser.tree.find(f".//*[@name='{name}']")
    if field.tag != "select":
        return field.get("value") or ""
    return next((o.get("value") for o in field.iter("option") if o.get("selected") is not None), "")


@pytest.fixture
def satogaki(session):
    return session.scalars(select(District).where(District.name == "里垣")).one()


def test_a_resident_has_the_town_filled_in_and_keeps_what_was_typed(browser, hanako, satogaki):
    browser.sign_in(hanako)
    browser.get("/account/profile")

    browser.submit(
        {"postal_code": "〒４００ー０８０７", "town": "", "street": "1-2-3", "fill-town": "1"},
        status=200,
    )

    assert value(browser, "postal_code") == "400-0807"
    assert value(browser, "town") == "東光寺"
    assert value(browser, "district_id") == str(satogaki.id)
    assert value(browser, "street") == "1-2-3"
    assert "町名に「東光寺」を入れました" in browser.text
    assert hanako.town != "東光寺"

    browser.submit()
    assert (hanako.postal_code, hanako.town, hanako.district_id) == (
        "4000807",
        "東光寺",
        satogaki.id,
    )


def test_what_was_typed_behind_the_town_and_an_uncertain_district_stay(browser, hanako, satogaki):
    browser.sign_in(hanako)
    browser.get("/account/profile")

    browser.submit(
        {"postal_code": "4000031", "town": "丸の内二丁目", "district_id": str(satogaki.id),
         "fill-town": "1"},
        status=200,
    )  # fmt: skip

    assert value(browser, "town") == "丸の内二丁目"
    assert value(browser, "district_id") == str(satogaki.id)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("100-0001", "甲府市の郵便番号ではありません"),
        ("400-0000", "甲府市の郵便番号ではありません"),
        ("400", "7けたの数字で入力してください"),
        ("", "7けたの数字で入力してください"),
    ],
)
def test_a_code_that_names_no_town_is_said_and_blocks_nothing(browser, hanako, typed, words):
    browser.sign_in(hanako)
    browser.get("/account/profile")

    browser.submit({"postal_code": typed, "town": "千代田", "fill-town": "1"}, status=200)

    assert words in browser.text
    assert value(browser, "postal_code") == typed
    assert value(browser, "town") == "千代田"


def test_from_elsewhere_is_kept_as_it_is(browser, session, hanako):
    browser.sign_in(hanako)
    browser.get("/account/profile")
    browser.submit({"postal_code": "100-0001", "town": "千代田"})

    session.refresh(hanako)
    assert (hanako.postal_code, hanako.town) == ("1000001", "千代田")


@pytest.mark.parametrize("path", ["/people/new", "/desk/intake"])
def test_a_coordinator_has_it_filled_in_for_a_caller(browser, sachiko, satogaki, path):
    browser.sign_in(sachiko)
    browser.get(path)

    browser.submit(
        {"postal_code": "4000807", "phone": "055-237-1161", "fill-town": "1"}, status=200
    )

    assert value(browser, "town") == "東光寺"
    assert value(browser, "district_id") == str(satogaki.id)
    assert value(browser, "phone") == "055-237-1161"


def test_where_help_is_needed_is_found_by_its_code(browser, session, hanako, satogaki):
    browser.sign_in(hanako)
    need = make_need(session, hanako, state="draft")
    browser.get(f"/needs/{need.id}/steps/where")

    browser.submit(
        {"postal_code": "4000807", "town": "", "exact_place": "青い屋根の家", "fill-town": "1"},
        status=200,
    )
    assert value(browser, "exact_place") == "青い屋根の家"
    browser.submit()

    kept = session.get_one(Need, need.id)
    assert (kept.town, kept.district_id) == ("東光寺", satogaki.id)


# ------------------------------------------------------------------ while somebody types


@pytest.mark.parametrize(
    ("code", "town", "district"),
    [("4000807", "東光寺", "里垣"), ("4000031", "丸の内", None), ("1000001", "", None)],
)
def test_a_page_may_ask_for_the_town(browser, session, code, town, district):
    answer = browser.raw(f"/postal-codes/{code}")

    name = session.scalar(select(District.name).where(District.id == answer.json["district"]))
    assert (answer.status_code, answer.json["town"], name) == (200, town, district)
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert browser.statements <= 1


@pytest.mark.parametrize("code", ["400080", "40008077", "400-080", "４０００８０７", "abcdefg"])
def test_what_is_no_code_is_no_page(browser, code):
    assert browser.raw(f"/postal-codes/{code}").status_code == 404
