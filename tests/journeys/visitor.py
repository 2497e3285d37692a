"""Somebody at a browser of their own: what they do in words of the page, every page checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from tests.chromium import violations

CHANGING = re.compile(r'value="[^"]*"|/answer/[\w.-]+|\d+')
"""What two visits of the same page may differ in: tokens, numbers, times."""
COLON = r"\s*[:：]\s*"
REFUSED = "Failed to load resource: the server responded with a status of {}"
"""What Chromium itself says of a page that came with this status."""

looked_over: set[tuple[str, str]] = set()
"""Pages that axe has seen in this run, by width and content; the same page is not asked twice."""


class Visitor:
    """A browser with nothing in it yet.

    Wherever the visitor comes, the page must be one page (one h1), no wider than the screen, and
    without a word in the console; with JavaScript, axe must find nothing against WCAG 2.2 AA.
    """

    def __init__(self, page: Page, *, javascript: bool) -> None:
        self.page = page
        self.javascript = javascript
        self.said: list[str] = []
        page.set_default_timeout(10_000)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    # ------------------------------------------------------------------ going

    def open(self, path: str, *, status: int = 200) -> None:
        """Type an address, or follow a link of a letter."""
        self._check(self.page.goto(path), status)

    def follow(self, name: str, inside: Locator | None = None) -> None:
        """Follow the link that is called so."""
        link = self.called("link", name, inside)
        self._approach(link)
        with self._coming(200):
            self._go(link)

    def press(self, name: str, inside: Locator | None = None, *, status: int = 200) -> None:
        """Press the button that is called so, and see the page that answers."""
        button = self.called("button", name, inside)
        self._approach(button)
        with self._coming(status):
            self._push(button)

    def leave(self) -> None:
        """Sign out."""
        self.press("サインアウト", self.page.locator("header"))

    @contextmanager
    def _coming(self, status: int) -> Iterator[None]:
        with self.page.expect_navigation() as coming:
            yield
        self._check(coming.value, status)

    # ------------------------------------------------------------------ filling in

    def fill(self, label: str, text: str, inside: Locator | None = None) -> None:
        self._type(self.field(label, inside), text)

    def choose(self, label: str, option: str, inside: Locator | None = None) -> None:
        """One of a list that opens."""
        self._select(self.field(label, inside), option)

    def tick(self, label: str, group: str = "") -> None:
        """A box or a radio button; `group`: the question it answers, where others look the same."""
        self.mark(self.field(label, self.group(group) if group else None))

    def mark(self, box: Locator) -> None:
        """The same, found in some other way."""
        self._mark(box)

    def unfold(self, summary: str) -> None:
        """Open what is folded away, if it is."""
        lid = self.page.locator("summary", has_text=summary)
        if lid.locator("xpath=..").get_attribute("open") is None:
            self._open(lid)

    # ------------------------------------------------------------------ with what one has

    def reach(self, wanted: Locator) -> None:
        """Come there with the keys."""
        wanted.focus()

    def _approach(self, wanted: Locator) -> None:
        """A pointer is there at once."""

    def _go(self, link: Locator) -> None:
        link.click()

    def _push(self, button: Locator) -> None:
        button.click()

    def _type(self, field: Locator, text: str) -> None:
        field.fill(text)

    def _select(self, field: Locator, option: str) -> None:
        field.select_option(label=option)

    def _mark(self, box: Locator) -> None:
        box.check()

    def _open(self, lid: Locator) -> None:
        lid.click()

    # ------------------------------------------------------------------ finding

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def called(self, role: Any, name: str, inside: Locator | None = None) -> Locator:
        """What is called so; what is only read out may follow after a colon."""
        spoken = re.escape(name).replace("：", COLON)
        pattern = re.compile(rf"^{spoken}({COLON}.*)?$")
        return (inside or self.main).get_by_role(role, name=pattern)

    def field(self, label: str, inside: Locator | None = None) -> Locator:
        pattern = re.compile(rf"^\s*{re.escape(label)}\s*(必須|任意)?\s*$")
        return (inside or self.main).get_by_label(pattern)

    def group(self, name: str) -> Locator:
        """The question with this text, and its answers."""
        return self.main.get_by_role("group", name=re.compile(rf"^{re.escape(name)}"))

    def row(self, text: str) -> Locator:
        """The line of a table that says so."""
        return self.main.get_by_role("row").filter(has_text=text)

    def card(self, text: str) -> Locator:
        return self.main.locator("article").filter(has_text=text)

    # ------------------------------------------------------------------ reading

    @property
    def path(self) -> str:
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text().replace("\n", "")

    def fact(self, label: str) -> str:
        """What a list of facts says under this label."""
        name = self.main.locator("dt", has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        return name.locator("xpath=following-sibling::dd[1]").inner_text().strip()

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).not_to_contain_text(text)

    # ------------------------------------------------------------------ checking

    def _check(self, answer: Response | None, status: int) -> None:
        assert answer is not None
        assert answer.status == status, (
            f"{answer.status} {self.path}\n{self.main.inner_text()[:300]}"
        )
        if status >= 400:
            self._forgive(REFUSED.format(status))
        assert self.page.locator("h1").count() == 1, self.path
        wide, screen = self.page.evaluate(
            "() => [document.documentElement.scrollWidth, window.innerWidth]"
        )
        assert wide <= screen, f"{self.path} is {wide} px wide on a screen of {screen} px"
        if self.javascript:
            self._ask_axe()

    def _forgive(self, words: str) -> None:
        """Chromium remarks on every page that was refused; that is not the page speaking."""
        self.said = [text for text in self.said if not text.startswith(words)]

    def _ask_axe(self) -> None:
        assert self.page.viewport_size is not None
        key = (str(self.page.viewport_size["width"]), CHANGING.sub("", self.page.content()))
        if key in looked_over:
            return
        found = violations(self.page)
        assert found == [], f"{self.path}\n" + "\n".join(found)
        looked_over.add(key)
