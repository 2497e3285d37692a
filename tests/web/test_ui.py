"""The building blocks: every kind of field is labelled, and every error can be reached."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import ROOT
from matching.web import components, preferences, templating
from tests.browser import check, parsed

NOTHING: dict[str, str] = {}
WRONG = {
    "title": "長" * 200,
    "helpers": "たくさん",
    "day": "令和8年13月1日",
    "work": "nothing of ours",
    "way": "nothing of ours",
    "districts": "nowhere",
    "week": "168",
    "slots-0-on": "きのうのきのう",
}


@pytest.fixture
def visitor() -> FlaskClient:
    app = Flask("ui", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="only for this test", WTF_CSRF_ENABLED=False)
    app.testing = True
    templating.init(app)
    preferences.init(app)
    app.register_blueprint(components.bp)
    app.add_url_rule("/in", "accounts.sign_in")
    app.add_url_rule("/postal-codes/<postal_code>", "addresses.town")
    app.jinja_env.globals.update(asset=str, csrf_token=lambda: "token")
    return app.test_client()


def test_every_block_is_drawn_well(visitor):
    visitor.application.config["WTF_CSRF_ENABLED"] = True
    answer = visitor.get("/components")

    assert answer.status_code == 200
    check(parsed(answer.text))


@pytest.mark.parametrize("typed", [NOTHING, WRONG], ids=["empty", "wrong"])
def test_every_error_is_said_beside_its_field_and_linked_from_the_summary(visitor, typed):
    answer = visitor.post("/components", data={**typed, "slots-1-starts": ""})
    summary = re.search(r'class="error-summary".*?</div>', answer.text, re.DOTALL)

    assert answer.status_code == 422
    assert "<title>エラー：部品の見本" in answer.text
    assert summary
    targets = re.findall(r'href="#([^"]+)">([^<]+)', summary[0])
    assert len(targets) >= 4
    for target, words in targets:
        assert f'id="{target}"' in answer.text
        assert answer.text.count(words.rpartition(": ")[2]) >= 2


def test_what_could_not_be_read_is_kept_as_it_was_typed(visitor):
    answer = visitor.post("/components", data=WRONG)

    assert 'value="令和8年13月1日"' in answer.text
    assert 'value="たくさん"' in answer.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-02-30", "その月に、その日はありません"),
        ("11/31", "その月に、その日はありません"),
        ("あした", "例：2026-11-28、令和8年11月28日"),
    ],
)
def test_a_date_that_cannot_be_says_what_is_wrong_with_it(visitor, typed, words):
    answer = visitor.post("/components", data={"held_on": typed})

    assert f'type="text" value="{typed}"' in answer.text
    assert answer.text.count(words) == 2


@pytest.mark.parametrize(
    "typed", ["2026-11-23", "2026/11/23", "令和8年11月23日", "Ｒ８．１１．２３", "20261123"]
)
def test_a_date_is_shown_to_the_picker_and_said_in_words(visitor, typed):
    answer = visitor.post("/components", data={"held_on": typed})

    assert 'type="date" value="2026-11-23"' in answer.text
    assert "令和8年11月23日(月) 勤労感謝の日</output>" in answer.text


def test_the_holidays_stand_on_a_page_once(visitor):
    text = visitor.get("/components").text

    assert text.count("data-holidays=") == 1
    assert "勤労感謝の日" in text


def test_the_week_keeps_hours_outside_the_usual_day(visitor):
    answer = visitor.post("/components", data={"week": ["3", "9"]})

    assert re.search(r'value="3"[^>]* checked', answer.text)
    assert re.search(r'value="9"[^>]* checked', answer.text)


def test_english_readers_get_an_english_page_frame(visitor):
    visitor.post("/preferences", data={"language": "en", "next": "/components"})

    assert '<html lang="en"' in visitor.get("/components").text


def test_large_text_is_remembered(visitor):
    visitor.post("/preferences", data={"text": "large", "next": "/components"})

    assert 'class="large-text"' in visitor.get("/components").text
