"""A need on paper, as a picture and as a calendar file."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import unquote

import pytest
from PIL import Image
from pypdf import PdfReader

from matching.board.paper import phrases
from matching.needs.models import Slot
from matching.needs.rules import State
from tests.make import SATURDAY_9, make_need, make_organization

LONG = "髙橋さんと𠮷田さんの家の前の通学路の長い長い雪かきと落ち葉掃きのお手伝い" + "と片付け" * 12


def read(browser, path):
    page = browser.raw(path)
    assert (page.status_code, page.mimetype) == (200, "application/pdf")
    return PdfReader(io.BytesIO(page.data))


def letters(reader):
    """All that is written, without where lines end."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.parametrize("paper", ["poster", "slip"])
def test_paper_is_one_a4_page_that_screen_readers_can_read(browser, session, hanako, paper):
    need = make_need(session, hanako, title="庭の草取り", bring="軍手", helpers_wanted=3)
    reader = read(browser, f"/needs/{need.id}/{paper}.pdf")

    assert len(reader.pages) == 1
    assert [round(x) for x in reader.pages[0].mediabox[2:]] == [595, 842]
    assert reader.metadata.title == "庭の草取り"
    assert reader.root_object["/Lang"] == "ja-JP" or reader.root_object["/Lang"] == "ja"
    assert "/StructTreeRoot" in reader.root_object
    text = letters(reader)
    for words in ("庭の草取り", "11月28日(土)9:00–11:00", "里垣地区・善光寺町", "3人", "軍手"):
        assert "".join(words.split()) in text


@pytest.mark.parametrize("paper", ["poster", "slip"])
def test_long_titles_and_rare_letters_fit_on_the_page(browser, session, hanako, paper):
    need = make_need(session, hanako, title=LONG[:80], body="長い説明です。" * 20)
    need.slots = [
        Slot(starts_at=at, ends_at=at + timedelta(hours=2))
        for at in (SATURDAY_9 + timedelta(days=7 * n) for n in range(12))
    ]
    reader = read(browser, f"/needs/{need.id}/{paper}.pdf")

    assert len(reader.pages) == 1
    text = letters(reader)
    assert LONG[:30] in text
    assert "ほか8回" in text


def test_paper_names_no_person_and_no_exact_place(browser, session, yoko):
    group = make_organization(session, "里垣地区自治会")
    need = make_need(session, yoko, organization_id=group.id, meeting_place="公会堂前")
    text = letters(read(browser, f"/needs/{need.id}/poster.pdf"))

    assert "里垣地区自治会" in text
    for secret in ("深澤", "1-2-3", "公会堂前"):
        assert secret not in text


def test_the_code_on_the_poster_leads_to_the_need(browser, session, hanako):
    need = make_need(session, hanako)

    assert f"http://localhost/needs/{need.id}" in letters(
        read(browser, f"/needs/{need.id}/poster.pdf")
    )


@pytest.mark.parametrize("name", ["poster.pdf", "slip.pdf", "card.png", "calendar.ics"])
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.CLOSED])
def test_nothing_is_printed_of_what_is_not_on_the_board(browser, session, hanako, name, state):
    need = make_need(session, hanako, state=state)

    for person in (None, hanako):
        if person:
            browser.sign_in(person)
        assert browser.raw(f"/needs/{need.id}/{name}").status_code == 404


def test_the_card_is_a_picture_of_the_usual_size(browser, session, hanako):
    need = make_need(session, hanako, title=LONG[:80])
    page = browser.raw(f"/needs/{need.id}/card.png")

    assert Image.open(io.BytesIO(page.data)).size == (1200, 630)
    assert "max-age=300" in page.headers["Cache-Control"]


def test_a_shared_picture_is_the_same_in_every_language(browser, session, hanako):
    need = make_need(session, hanako)
    japanese = browser.raw(f"/needs/{need.id}/card.png").data
    browser.post("/preferences", {"language": "en"})

    assert browser.raw(f"/needs/{need.id}/card.png").data == japanese


def test_paper_is_shown_and_saved_under_the_title(browser, session, hanako):
    need = make_need(session, hanako, title="庭の草取り")
    said = browser.raw(f"/needs/{need.id}/poster.pdf").headers["Content-Disposition"]

    assert said.startswith("inline; ")
    assert unquote(said.partition("filename*=UTF-8''")[2]) == "ポスター-庭の草取り.pdf"


def test_paper_speaks_english_to_who_reads_english(browser, session, hanako):
    need = make_need(session, hanako, title="Weeding")
    browser.post("/preferences", {"language": "en"})
    reader = read(browser, f"/needs/{need.id}/poster.pdf")

    assert reader.root_object["/Lang"].startswith("en")
    assert "Helperswanted" in letters(reader)


def test_a_need_goes_into_a_calendar(browser, session, hanako):
    need = make_need(session, hanako, title="庭の草取り, 手伝い")
    text = browser.raw(f"/needs/{need.id}/calendar.ics").text.replace("\r\n ", "")

    assert r"SUMMARY:庭の草取り\, 手伝い" in text
    assert "DTSTART;TZID=Asia/Tokyo:20261128T090000" in text
    assert f"URL:http://localhost/needs/{need.id}" in text


def test_a_need_without_a_day_has_no_calendar_file(browser, session, hanako):
    need = make_need(session, hanako, flexible=True)
    need.slots = []

    assert browser.raw(f"/needs/{need.id}/calendar.ics").status_code == 404
    assert "calendar.ics" not in "".join(linked(browser, need))


def linked(browser, need):
    browser.get(f"/needs/{need.id}")
    return browser.links()


def test_a_title_is_cut_between_its_phrases():
    assert phrases("買い物バスの乗り降りの手助け") == ["買い物バスの", "乗り降りの", "手助け"]
    assert phrases("") == []
