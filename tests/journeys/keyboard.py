"""Somebody who has only a keyboard: Tab and Shift+Tab, the arrows, Space and Enter."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor

FARTHEST = 200
"""More stops than any page has: who has not arrived by then is passed by."""
PARTS = 6
"""Most stops inside one field: the parts of a date and its calendar."""
STANDS = """(target) => {
  const at = document.activeElement;
  const inMain = (one) => one.closest("main") !== null;
  const drawn = (one) => {
    const look = getComputedStyle(one), box = one.getBoundingClientRect();
    const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    const there = box.width > 2 && box.height > 2 && look.opacity !== "0";
    const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return ring && there && onScreen && look.outlineColor !== "rgba(0, 0, 0, 0)";
  };
  const around = [at, ...(at.labels ?? []), at.parentElement, at.nextElementSibling];
  const nowhere = at === document.body || at === document.documentElement;
  return {
    arrived: at === target,
    nowhere,
    beside: at !== target && at.type === "radio" && at.name === target.name && at.form === target.form,
    before: Boolean(at.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING),
    maySkip: inMain(target) && !inMain(at),
    shown: nowhere || at.localName === "main" || around.some((one) => one && drawn(one)),
    what: at.outerHTML.slice(0, 200),
  };
}"""


class ByKeyboard(Visitor):
    """Comes to everything by keys alone, and must see at every stop where they are."""

    # ------------------------------------------------------------------ coming there

    def reach(self, wanted: Locator) -> None:
        """Tab until this has the focus; among radio buttons the arrows lead on."""
        handle = wanted.element_handle()
        stands, since = self.page.evaluate(STANDS, handle), 0
        for _ in range(FARTHEST):
            if stands["arrived"]:
                return
            self.page.keyboard.press(_key(stands))
            if stands["nowhere"] and stands["maySkip"]:
                self._skip()
            left, stands = stands["what"], self.page.evaluate(STANDS, handle)
            assert stands["shown"], f"{self.path}: no focus is seen on {stands['what']}"
            since = since + 1 if stands["what"] == left else 0
            assert since < PARTS, f"{self.path}: the focus is caught in {left}"
        raise AssertionError(f"{self.path}: keys do not lead to {wanted}")

    def _skip(self) -> None:
        """The first stop of every page leads past its head."""
        assert self.page.evaluate("() => document.activeElement.className") == "skip-link"
        self.page.keyboard.press("Enter")

    # ------------------------------------------------------------------ doing

    def _approach(self, wanted: Locator) -> None:
        self.reach(wanted)

    def _go(self, link: Locator) -> None:
        del link  # where the focus is
        self.page.keyboard.press("Enter")

    def _push(self, button: Locator) -> None:
        del button  # where the focus is
        self.page.keyboard.press("Space")

    def _type(self, field: Locator, text: str) -> None:
        self.reach(field)
        kind = field.get_attribute("type")
        if kind == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(month + day + year)  # as Chromium asks for it in English
        elif kind == "time":
            hours, minutes = map(int, text.split(":"))
            half = "PM" if hours >= 12 else "AM"
            self.page.keyboard.type(f"{(hours - 1) % 12 + 1:02}{minutes:02}{half}")
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        assert field.input_value() == text

    def _select(self, field: Locator, option: str) -> None:
        self.reach(field)
        names = [text.strip() for text in field.locator("option").all_text_contents()]
        self.page.keyboard.press("Home")
        for _ in range(names.index(option)):
            self.page.keyboard.press("ArrowDown")
        assert field.locator("option:checked").inner_text().strip() == option

    def _mark(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        assert box.is_checked()

    def _open(self, lid: Locator) -> None:
        self.reach(lid)
        self.page.keyboard.press("Enter")

    def _ask_axe(self) -> None:
        """The same pages are judged on the way with the pointer."""


def _key(stands: dict[str, Any]) -> str:
    """What brings one nearer."""
    if stands["beside"]:
        return "ArrowDown" if stands["before"] else "ArrowUp"
    return "Tab" if stands["nowhere"] or stands["before"] else "Shift+Tab"
