"""やさしい日本語: other words, and furigana over every text."""

from __future__ import annotations

from matching.web.ruby import annotated
from tests.make import make_need


def test_readings_stand_over_texts_and_nowhere_else() -> None:
    html = '<title>雪</title><p title="雪">雪かき<b>玉諸</b> &lt;雪&gt;</p><textarea>雪</textarea>'

    assert annotated(html) == (
        "<title>雪</title>"
        '<p title="雪"><span><ruby>雪<rp>(</rp><rt>ゆき</rt><rp>)</rp></ruby>かき</span>'
        "<b><span><ruby>玉諸<rp>(</rp><rt>たまもろ</rt><rp>)</rp></ruby></span></b>"
        "<span> &lt;<ruby>雪<rp>(</rp><rt>ゆき</rt><rp>)</rp></ruby>&gt;</span></p>"
        "<textarea>雪</textarea>"
    )


def test_pages_have_furigana_only_for_who_wants_easy_japanese(browser, session, hanako):
    need = make_need(session, hanako, title="庭の<b>草取り</b> & 雪かき")
    for path in ("/", "/board", f"/needs/{need.id}", "/sign-in", "/help", "/nowhere"):
        browser.post("/preferences", {"language": "ja"})
        browser.get(path, status=404 if path == "/nowhere" else 200)
        assert browser.tree.find(".//ruby") is None

        browser.post("/preferences", {"language": "easy"})
        browser.get(path, status=404 if path == "/nowhere" else 200)
        assert browser.tree.find(".//ruby") is not None, path
        assert browser.tree.get("lang") == "ja"


def test_what_was_typed_is_sent_as_it_was(browser, hanako):
    browser.sign_in(hanako)
    browser.post("/preferences", {"language": "easy"})
    browser.get("/account/profile")
    browser.submit({"town": "善光寺町"})

    assert hanako.town == "善光寺町"
    assert hanako.family_name == "中込"
