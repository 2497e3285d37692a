"""A window of a real browser through which pages are looked at, as whoever was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Request, Response

from tests.chromium import WCAG, violations
from tests.demo.crawl import Page
from tests.demo.walk import City

DESKTOP, PHONE, NARROW = 1280, 375, 320
TILES = "https://cyberjapandata.gsi.go.jp/"
"""地理院タイル, the one host besides ours: tests do not go there."""
ON_A_MAP = 'target-size: <a class="map-marker"'
"""Neighbours on a map may stand close: the list beside it has the same links (WCAG 2.5.8, Equivalent)."""
REMARK = "the server responded with a status of"
WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"
TWICE = """() => {
  const root = document.documentElement;
  root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + "px";
}"""

SEND = """([to, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = to;
  const token = document.querySelector("[name=csrf_token]").value;
  for (const [name, value] of Object.entries({csrf_token: token, ...fields})) {
    const field = form.appendChild(document.createElement("input"));
    [field.name, field.value] = [name, value];
  }
  document.body.append(form);
  form.submit();
}"""


class Eyes:
    """Looks at one page after the other; says what it sees that should not be."""

    def __init__(self, chromium: Chromium, city: City, url: str) -> None:
        self.city, self.url = city, url
        self.context = chromium.new_context(
            base_url=url, locale="ja-JP", timezone_id="Asia/Tokyo", reduced_motion="reduce"
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.noise: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("requestfailed", self._lose)
        self.page.on("response", self._take)

    def close(self) -> None:
        self.context.close()

    # ------------------------------------------------------------------ listening

    def _hear(self, message: ConsoleMessage) -> None:
        """Warnings and errors; not what Chromium itself remarks on an answer: `_take` hears that."""
        where = message.location.get("url", "")
        is_remark = REMARK in message.text or where.startswith(TILES)
        if message.type in {"warning", "error"} and not is_remark:
            self.noise.append(f"console: {message.text}")

    def _lose(self, request: Request) -> None:
        if not request.url.startswith(TILES):
            self.noise.append(f"did not come: {request.url}")

    def _take(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.noise.append(f"{response.status}: {response.url}")

    # ------------------------------------------------------------------ looking

    def look(self, page: Page, rules: Sequence[str] = WCAG) -> list[str]:
        """Open the page and look at it at each width and size; axe is asked for these rules."""
        answer = self._come(page)
        return [*_other_than(page.status, answer), *self._sizes(rules), *self.noise]

    def send(self, page: Page, to: str, status: int, **fields: str) -> list[str]:
        """Send these fields from the page to an address, and look at what is answered."""
        self._come(page)
        with self.page.expect_navigation() as coming:
            self.page.evaluate(SEND, [to, fields])
        return [*_other_than(status, coming.value), *self._sizes(WCAG), *self.noise]

    def _come(self, page: Page) -> Response | None:
        self.noise.clear()
        self.page.set_viewport_size({"width": DESKTOP, "height": 900})
        self._be(page)
        return self.page.goto(page.path)

    def _be(self, page: Page) -> None:
        name, _, value = self.city.cookies[page.visitor].partition("=")
        held = {name: value, "language": page.language}
        self.context.clear_cookies()
        self.context.add_cookies(
            [{"name": n, "value": v, "url": self.url} for n, v in held.items()]
        )

    def _sizes(self, rules: Sequence[str]) -> Iterator[str]:
        """axe at desktop and phone width; room at the narrowest, and for letters twice as large."""
        yield from self._axe(DESKTOP, rules)
        yield from self._axe(PHONE, rules)
        yield from self._wide(NARROW, "")
        self.page.evaluate(TWICE)
        yield from self._wide(DESKTOP, ", letters twice as large")

    def _axe(self, width: int, rules: Sequence[str]) -> Iterator[str]:
        self.page.set_viewport_size({"width": width, "height": 900})
        found = (one for one in violations(self.page, rules) if not one.startswith(ON_A_MAP))
        yield from (f"at {width} px, {one}" for one in found)

    def _wide(self, width: int, how: str) -> Iterator[str]:
        self.page.set_viewport_size({"width": width, "height": 900})
        wide, screen = self.page.evaluate(WIDTHS)
        if wide > screen:
            yield f"{wide} px wide on {screen} px{how}"


def _other_than(status: int, answer: Response | None) -> list[str]:
    if answer is None:
        return ["no answer"]
    return [] if answer.status == status else [f"answered {answer.status}"]
