"""One checked row of the register, remarks on the file, and the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from matching.accounts.drafts import Name
from matching.exchange.rules import Column, Weight
from matching.offers.rules import Travel


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one row says of one person; empty where it says nothing."""

    line: int
    name: Name
    number: str = ""
    birth_year: int | None = None
    phone: str | None = None
    email: str | None = None
    postal_code: str = ""
    town: str = ""
    street: str = ""
    district_id: int | None = None
    skills: tuple[str, ...] = ()
    interests: str = ""
    """Words for which the taxonomy has no skill."""
    week: frozenset[int] | None = None
    travel: Travel | None = None
    licences: tuple[str, ...] = ()
    opted_in: bool = False
    note: str = ""
    """The remarks of the row, and what in it could not be read."""


@dataclass(frozen=True)
class Remark:
    """Something about one cell (or row, or file); `text` is a msgid filled from `facts`."""

    line: int
    column: str
    weight: Weight
    text: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A file as far as it can be judged without the register."""

    rows: int
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]
    mended: Mapping[Column, int]
    """How many cells of a column were written unusually and read all the same."""
    ignored: tuple[str, ...]
    """Headers that mean none of our columns."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What an import did, or would do."""

    rows: int
    new: int = 0
    changed: int = 0
    same: int = 0
    repeated: int = 0
    """Rows about somebody who stands above in the same file."""
    opted_in: int = 0
    """Of the new ones: who agreed to be asked, says the file."""
    without_email: int = 0
    remarks: tuple[Remark, ...] = ()
    mended: Mapping[Column, int] = dataclasses.field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    done: bool = False

    def of_weight(self, weight: Weight) -> list[Remark]:
        return [remark for remark in self.remarks if remark.weight is weight]

    @property
    def is_sound(self) -> bool:
        """Nothing in the file forbids its import."""
        return not self.of_weight(Weight.WRONG)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed)
