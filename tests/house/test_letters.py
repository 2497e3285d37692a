"""Every letter can be written, whole, in every language."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Language, Role
from matching.certificates.models import Certificate
from matching.certificates.rules import new_code
from matching.digests.letters import Digest
from matching.furigana import EASY_KANJI
from matching.i18n import FOLDER
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.needs.rules import Closing
from matching.organizations.models import Invitation, Organization
from matching.organizations.rules import Approval, Kind
from matching.outbox.render import render, spelt_out
from matching.outbox.rules import Letter
from matching.pairing.rules import Explained
from tests.make import NOON, make_match, make_organization, make_person

ROOT = Path(__file__).parents[2]
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")
KANJI = re.compile(r"[\u3400-\u9fff]")
SAID = re.compile(r'_\("([^"]+)"')
NO_LETTER = {"called_off"}
"""Adds the calendar file of a cancellation to a letter that was written already."""


def functions() -> dict[str, Callable[..., Letter]]:
    """Every letter there is, by its template's name."""
    found = {}
    for path in sorted((ROOT / "matching").glob("*/letters.py")):
        module = import_module(f"matching.{path.parent.name}.letters")
        for name, made in inspect.getmembers(module, inspect.isfunction):
            if made.__module__ == module.__name__ and not name.startswith("_"):
                found[f"{path.parent.name}/{name}"] = made
    return {name: made for name, made in found.items() if name.split("/")[1] not in NO_LETTER}


class Story:
    """One match and what belongs to it, told with facts in Latin letters."""

    def __init__(self, session: Session, language: Language) -> None:
        self.asker = self._person(session, "Hanako Nakagomi", language)
        self.helper = self._person(session, "Taro Amemiya", language)
        made = make_match(session, self.asker, self.helper)
        made.need.title, made.need.town, made.need.bring = "Weeding", "Zenkoji", "Gloves"
        made.need.exact_place, made.need.meeting_place = "1-2-3", "Gate"
        made.need.body = "The grass has grown tall."
        made.need.returned_note, made.need.district_id = "How many people?", None
        made.need.asked_open_at = NOON
        made.need.closing, made.need.closing_note = Closing.UNFILLED, "Nobody was free."
        self.company = self._organization(session)
        session.flush()
        session.expire_all()
        self.match: Match = session.scalars(matches().where(Match.id == made.id)).unique().one()

    def _person(self, session: Session, name: str, language: Language) -> Person:
        return make_person(
            session, "", "", Role.RESIDENT, known_as=name, language=language,
            email=f"{name.split(maxsplit=1)[0].lower()}@example.org", phone="+81552000001",
        )  # fmt: skip

    def _organization(self, session: Session) -> Organization:
        return make_organization(session, "Amemiya Transport", Kind.COMPANY, self.helper)

    def letters(self) -> dict[str, Letter]:
        """Each letter of the house, written about this story."""
        every = functions()
        need = self.match.need
        invitation = Invitation(email="x@example.org", title="Chair", invited_at=NOON)
        arguments: dict[str, tuple[object, ...]] = {
            "accounts/sign_in": (self.helper, "123456", "/sign-in/link/x"),
            "accounts/password_changed": (self.helper,),
            "certificates/revoked": (self.certificate(),),
            "digests/weekly": (self.digest(), "token"),
            "organizations/decided": (self.company, self.helper),
            "organizations/invited": (self.helper, self.company, invitation),
            "organizations/dismissed": (self.company, self.helper),
            "organizations/claimed": (self.company, self.helper),
            "organizations/affiliated": (self.company, self.helper, Approval.APPROVED),
            "outcomes/thanked": (self.match, "Thank you."),
            "matches/report_wanted": (self.match, self.helper),
            "matches/cancelled": (self.match, self.helper),
            "matches/contact_changed": (self.match, self.helper),
            "matches/handed_over": (self.helper, self.company),
        }
        named: dict[str, dict[str, object]] = {
            "matches/offered": {"path": "/answer/x", "note": "You live near."},
            "matches/confirmed_helper": {"at": NOON},
            "matches/confirmed_asker": {"at": NOON},
            "matches/cancelled": {"note": "It rains."},
            "matches/handed_over": {"titles": ["Weeding"], "helps": True},
            "matches/changed": {"fields": ["bring", "slots"], "at": NOON},
            "outcomes/approved": {"minutes": 90, "people": 2},
            "outcomes/corrected": {"minutes": 90, "people": 2, "reason": "Counted again."},
        }
        return {
            name: letter(
                *arguments.get(name, (need if name.startswith("needs/") else self.match,)),
                **named.get(name, {}),
            )
            for name, letter in every.items()
        }

    def certificate(self) -> Certificate:
        return Certificate(
            id=1, code=new_code(), person=self.helper, name="Taro Amemiya", first_on=NOON.date(),
            last_on=NOON.date(), activities=1, minutes=90, issued_at=NOON, revoked_at=NOON,
            revoked_reason="It was issued by mistake.",
        )  # fmt: skip

    def digest(self) -> Digest:
        explained: Explained = {
            "bias": 0.0, "score": 1.0, "chance": 0.7, "place": 1, "overtaken_by": None,
            "parts": [
                {"feature": "near", "value": 1.0, "log_odds": 1.0, "stated": True,
                 "facts": {"km": 1.2}},
                {"feature": "time", "value": 1.0, "log_odds": 1.0, "stated": True, "facts": {}},
            ],
        }  # fmt: skip
        return Digest(self.helper, [(self.match.need, explained)], [self.match])


@pytest.fixture(params=Language)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


def test_every_letter_is_written_whole_in_every_language(
    session: Session, language: Language
) -> None:
    for name, letter in Story(session, language).letters().items():
        written = spelt_out(render(letter), letter)

        assert written.subject, name
        assert len(written.text.splitlines()) >= 3, name
        assert "%(" not in written.subject + written.text, name
        machine = "ja" if language is Language.EASY else language
        assert f'lang="{machine}"' in written.html, name
        if language is Language.EN:
            plain = re.sub("結", "", written.subject + written.text)
            assert not JAPANESE.search(plain), (name, written.subject, written.text)


def said_in(template: str) -> set[str]:
    """The sentences of a letter's template and of what it includes."""
    path = ROOT / "templates" / "mail" / f"{template}.txt"
    text = path.read_text("utf-8")
    included = re.findall(r'include "([^"]+)\.txt"', text)
    return set(SAID.findall(text)).union(*(said_in(name) for name in included))


def easier() -> dict[str, str]:
    with (FOLDER / "easy" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def test_every_hard_sentence_of_a_letter_has_an_easier_one(session: Session) -> None:
    letters = Story(session, Language.JA).letters().values()
    sentences = set().union(*(said_in(letter.template) for letter in letters))
    hard = {text for text in sentences if set(KANJI.findall(text)) - EASY_KANJI}

    assert len(hard) > 80
    assert not hard - set(easier())


def test_an_easy_letter_says_the_easier_sentences(session: Session) -> None:
    story = Story(session, Language.EASY)
    easy = {name: render(letter) for name, letter in story.letters().items()}
    story.asker.language = story.helper.language = Language.JA
    entries = easier()
    for name, letter in story.letters().items():
        usual = render(letter)
        sentences = [text for text in said_in(letter.template) if text in entries]
        fixed = [text for text in sentences if "%" not in text and text in usual.text]

        assert not [text for text in fixed if text in easy[name].text], name
        assert (easy[name].subject, easy[name].text) != (usual.subject, usual.text), name


def test_an_easy_letter_has_readings_but_not_of_names(session: Session) -> None:
    story = Story(session, Language.EASY)
    story.match.need.title, story.asker.known_as = "庭の草取り", "中込 花子"
    letter = story.letters()["matches/confirmed_helper"]

    written = spelt_out(render(letter), letter)

    assert "庭(にわ)の草取(くさと)り" in written.subject
    assert "連絡先(れんらくさき)" in written.text
    assert "連絡先(れんらくさき)" in written.html
    assert "中込 花子さん" in written.text


def test_every_template_belongs_to_a_letter(session: Session) -> None:
    folder = ROOT / "templates" / "mail"
    there = {
        str(path.relative_to(folder).with_suffix(""))
        for path in folder.rglob("*.txt")
        if not path.name.startswith("_")
    }

    assert {letter.template for letter in Story(session, Language.JA).letters().values()} == there


def test_the_affiliation_letter_says_both_answers(session: Session) -> None:
    story = Story(session, Language.JA)
    affiliated = functions()["organizations/affiliated"]

    answers = {
        render(affiliated(story.company, story.helper, approval)).text
        for approval in (Approval.APPROVED, Approval.REFUSED)
    }

    assert len(answers) == 2
