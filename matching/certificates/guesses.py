"""How often one network has asked for papers that do not exist, where pages are only looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from matching.accounts.rules import LIMITS, Limit, Tried, window_start


@dataclass
class Guesses:
    """Counted in this process: a page that is looked at writes nothing (decision 7).

    The form is counted in the database, across processes; an address with a code is not sent there.
    """

    limit: Limit = LIMITS[Tried.CERTIFICATE][1]
    window: datetime | None = None
    missed: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def miss(self, network: str, now: datetime) -> None:
        """One more code that there is not."""
        with self.lock:
            self._turn(now)
            self.missed[network] += 1

    def is_over(self, network: str, now: datetime) -> bool:
        """Whether this network has guessed as often as it may."""
        with self.lock:
            self._turn(now)
            return self.missed[network] >= self.limit.most

    def _turn(self, now: datetime) -> None:
        window = window_start(now, self.limit.window)
        if window != self.window:
            self.window = window
            self.missed.clear()
