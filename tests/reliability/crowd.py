"""A crowd of visitors with a cookie each, who all press the button at the same moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Barrier
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

T = TypeVar("T")
TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


class Visitor:
    """A browser on another machine: it keeps its cookies and knows nothing else of us."""

    def __init__(self, address: str, cookies: Mapping[str, str] | None = None) -> None:
        self.host = urlsplit(address).netloc
        self.cookies = dict(cookies or {})
        self.token = ""

    def copy(self) -> Visitor:
        """Somebody who has got hold of the same cookies."""
        other = Visitor(f"http://{self.host}", self.cookies)
        other.token = self.token
        return other

    def get(self, path: str) -> Answer:
        """Open a page; the token of its forms is remembered, as it stands in them."""
        answer = self._ask("GET", path)
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, **fields: str) -> Answer:
        """Press a button of the page that is open."""
        return self._ask("POST", path, urlencode({**fields, "csrf_token": self.token}))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={v}" for name, v in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: held.value for name, held in SimpleCookie(line).items()}
            return Answer(
                answer.status, answer.read().decode(), answer.headers.get("Location") or ""
            )
        finally:
            connection.close()


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Everybody does their deed at the same moment; the answers in the order of the deeds."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], T]) -> T:
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))
