"""A city's days by pages only: who signs up, asks, publishes, answers, reports; and the record of it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching import clock
from matching.accounts.models import Person
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.matches.rules import State
from matching.outbox.models import Message
from matching.registry import JOBS
from matching.skills.rules import groups_by_code
from tests.browser import Browser, words
from tests.make import district

YEAR = "令和8年度"
FIGURES = ("needs", "matches", "done", "helpers", "people", "minutes", "unmet")
Figures = Counter[tuple[str, str]]
"""(code of an initiative, figure) → amount; what is nothing is not there."""


@dataclass
class Asked:
    """One need, and what came of it so far: the test's own record beside the product's."""

    id: int
    title: str
    kind: str
    counts: bool = False
    """Published and not withdrawn."""
    unmet: bool = False
    confirmed: set[int] = field(default_factory=set)
    """Matches."""
    done: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    """Match → helper, people, minutes, as they were approved."""

    @property
    def code(self) -> str:
        """The initiative that such needs count for."""
        return groups_by_code()[self.kind].initiative


class Story:
    """The people of the journey, each with their own browser, and what they did."""

    def __init__(self, app: Flask, session: Session, coordinator: Person) -> None:
        self.app, self.session = app, session
        self.inside: dict[str, Browser] = {}
        self.needs: list[Asked] = []
        self.answered: Counter[str] = Counter()
        """How answers came: by letter or by telephone."""
        self.desk = self.enters(coordinator.email or "")

    def browser(self) -> Browser:
        return Browser(self.app, self.session)

    # ------------------------------------------------------------------ people

    def enters(self, email: str) -> Browser:
        """Signs in with the six digits of a letter; once, then the browser stays signed in."""
        if email not in self.inside:
            self.inside[email] = made = self.browser()
            made.get("/sign-in")
            made.submit({"email": email})
            made.follow()
            code = re.search(r"\b\d{6}\b", self.letter(email))
            assert code
            made.submit({"code": code[0]})
        return self.inside[email]

    def signs_up(self, email: str, name: str, reading: str, *roles: str) -> Browser:
        made = self.enters(email)
        made.follow()
        parts = ("family_name", "given_name", "family_kana", "given_kana")
        home = {"district_id": str(district(self.session).id), "town": "善光寺町"}
        named = dict(zip(parts, [*name.split(), *reading.split()], strict=True))
        made.submit({**named, **home, "roles": list(roles), "agrees": "y"})
        made.follow()
        return made

    def letter(self, email: str, about: str = "") -> str:
        """The newest letter to this address (about this)."""
        to = select(Message.text).where(Message.address == email, Message.text.contains(about))
        return self.session.scalars(to.order_by(Message.id.desc()).limit(1)).one()

    # ------------------------------------------------------------------ asking

    def asks_in_steps(
        self, asker: Browser, kind: str, title: str, when: Mapping[str, Any], **who: str
    ) -> Asked:
        """A resident, one page after the other; their profile has no telephone."""
        asker.get("/needs/new")
        asker.submit({"kind": kind})
        what = {"title": title, "body": f"{title}をお願いします。"}
        reached = {"contact_phone": "０５５－２３７－１１６１"}
        for answers in (what, {"exact_place": "１－２－３"}, when, reached | who, {}):
            asker.follow()
            asker.submit(answers)
        asker.follow()
        return self._asked(asker, title, kind)

    def asks_on_a_sheet(
        self, asker: Browser, kind: str, title: str, when: Mapping[str, Any], **rest: str
    ) -> Asked:
        """An association, on one page."""
        asker.get("/needs/sheet")
        asker.submit({"kind": kind, "title": title, "body": f"{title}です。", **when, **rest})
        asker.follow()
        asker.submit()
        asker.follow()
        return self._asked(asker, title, kind)

    def asks_by_telephone(
        self, kind: str, title: str, caller: Mapping[str, str], when: Mapping[str, str]
    ) -> Asked:
        """Somebody on the line, or their paper, taken down by the coordinator."""
        self.desk.get("/desk/intake")
        home = {"district_id": str(district(self.session).id), "agrees": "y", "keep": "1"}
        need = {"kind": kind, "title": title, "body": f"{title}を頼みたい。"}
        self.desk.submit({**caller, **home, **need, **when})
        self.desk.follow()
        return self._asked(self.desk, title, kind)

    def _asked(self, browser: Browser, title: str, kind: str) -> Asked:
        assert browser.page is not None
        found = re.search(r"/needs/(\d+)", browser.page.request.path)
        assert found
        assert title in browser.page.text
        self.needs.append(Asked(int(found[1]), title, kind))
        return self.needs[-1]

    # ------------------------------------------------------------------ the desk

    def publishes(self, need: Asked) -> None:
        """Found in the queue, read, checked."""
        self.desk.get("/desk?queue=intake")
        assert need.title in self.desk.text
        self.desk.get(f"/desk/needs/{need.id}")
        assert f"{need.title}" in self.desk.text
        self.desk.submit(form="/publish")
        need.counts = True

    def offers_to(self, need: Asked, number: int) -> list[Match]:
        """The first so many of the suggested ones, each of whom stands there with reasons."""
        page = self.desk.get(f"/desk/needs/{need.id}")
        rows = [row for row in page.iter("tr") if row.find(".//input[@name='offers']") is not None]
        assert len(rows) >= number
        assert all(row.findall(".//ul[@class='reasons']/li") for row in rows)
        boxes = [row.find(".//input[@name='offers']") for row in rows[:number]]
        self.desk.submit({"offers": [b.get("value") for b in boxes if b is not None]}, form="/asks")
        self.desk.follow()
        assert f"{number}人にお願いを送りました" in self.desk.text
        return self.waiting(need)

    def offers_for_a_week(self, monday: str) -> None:
        """The whole week paired at once: nobody twice at one hour, all of them asked."""
        page = self.desk.get(f"/desk/week/asks?first={monday}")
        boxes = page.findall(".//input[@name='pairs']")
        assert boxes
        assert all(box.get("checked") is not None for box in boxes)
        self.desk.submit()
        self.desk.follow()
        assert f"{len(boxes)}件のお願いを送りました" in self.desk.text

    def waiting(self, need: Asked) -> list[Match]:
        """Who has been asked and has not answered, in the order of asking."""
        asked = matches().where(Match.need_id == need.id, Match.state == State.OFFERED)
        return list(self.session.scalars(asked.order_by(Match.id)).unique())

    def confirms(self, need: Asked) -> None:
        """Everybody who said yes, from the page of the need."""
        said_yes = matches().where(Match.need_id == need.id, Match.state == State.ACCEPTED)
        for match_id in [match.id for match in self.session.scalars(said_yes).unique()]:
            self.desk.get(f"/desk/needs/{need.id}")
            self.desk.submit(form=f"/matches/{match_id}/confirm")
            need.confirmed.add(match_id)

    def clock_strikes(self) -> None:
        """Everything the worker does by the clock, now."""
        for job in JOBS:
            job.work(self.session, now=clock.now())

    # ------------------------------------------------------------------ helpers

    def answers(self, match: Match, answer: str) -> None:
        """By the link of the letter; who has no e-mail is rung up by the coordinator."""
        email, match_id, title = match.offer.person.email, match.id, match.need.title
        if email is None:
            self.desk.get(f"/desk/matches/{match_id}/answer")
            self.desk.submit({"answer": answer, "note": "電話で聞きました"})
            self.answered["telephone"] += 1
            return
        stranger = self.browser()  # the letter is enough: nobody has to sign in
        link = re.search(r"/answer/\S+", self.letter(email, title))
        assert link
        assert title in words(stranger.get(link[0]))
        stranger.submit({"answer": answer}, form=0 if answer == "yes" else 1)
        stranger.follow()
        self.answered["letter"] += 1

    def tells(self, match_id: int, minutes: int, *, asker: Browser | None = None) -> None:
        """The helper (or the centre, for who has no e-mail) reports; the asker too, with thanks."""
        match = self.match(match_id)
        email = match.offer.person.email
        helper = self.enters(email) if email else self.desk
        said = {"hours": str(minutes // 60), "minutes": str(minutes % 60), "done": "すみました"}
        for browser, more in ((helper, {}), (asker, {"thanks": "助かりました", "solved": "yes"})):
            if browser is not None:
                browser.get(f"/matches/{match_id}/report")
                browser.submit(said | more)

    def approves(
        self, by: Browser, need: Asked, match_id: int, minutes: int, *, people: int = 1
    ) -> None:
        """The report becomes an entry that counts."""
        by.get(f"/matches/{match_id}/approve")
        amount = {"hours": str(minutes // 60), "minutes": str(minutes % 60), "people": str(people)}
        by.submit(amount)
        by.follow()
        need.done[match_id] = (self.helper(match_id), people, minutes)

    def match(self, match_id: int) -> Match:
        found = matches().where(Match.id == match_id)
        return self.session.scalars(found).unique().one()

    def helper(self, match_id: int) -> str:
        return self.match(match_id).offer.person.display_name

    # ------------------------------------------------------------------ the plan

    def recorded(self) -> Figures:
        """What the plan must have moved by, from the test's own record."""
        found: Figures = Counter()
        helpers: dict[str, set[str]] = {}
        for need in self.needs:
            found[need.code, "needs"] += need.counts
            found[need.code, "unmet"] += need.unmet
            found[need.code, "matches"] += len(need.confirmed)
            for name, people, minutes in need.done.values():
                helpers.setdefault(need.code, set()).add(name)
                found[need.code, "done"] += 1
                found[need.code, "people"] += people
                found[need.code, "minutes"] += minutes
        found.update({(code, "helpers"): len(names) for code, names in helpers.items()})
        return +found

    def figures(self) -> Figures:
        """What the plan shows of this year to everybody, from the file that can be downloaded."""
        file = self.browser().raw("/progress/figures.csv?year=2026")
        rows = list(csv.reader(file.data.decode("utf-8-sig").splitlines()))[1:]
        assert len({row[3] for row in rows}) == 11
        assert not [row for row in rows if row[0] != YEAR and any(map(int, row[5:]))]
        amounts = {
            (row[3], figure): int(amount)
            for row in rows
            if row[0] == YEAR
            for figure, amount in zip(FIGURES, row[5:], strict=True)
        }
        return +Counter(amounts)

    def opened(self, browser: Browser, code: str, figure: str) -> tuple[int, list[list[str]]]:
        """The records to which a figure opens: how many, and their cells; nothing opens to none."""
        page = browser.get("/progress?year=2026")
        row = next(r for r in page.iter("tr") if words(r).startswith(f"{code} "))
        links = [a.get("href") or "" for a in row.iter("a")]
        link = next((href for href in links if f"/{figure}?" in href), None)
        if link is None:
            return 0, []
        page = browser.get(link)
        total = re.search(r"全部で(\d+)件", browser.text)
        assert total
        cells = [
            [*map(words, row), *(a.get("href") or "" for a in row.iter("a"))]
            for row in page.findall(".//tbody/tr")
        ]
        return int(total[1]), cells
