"""The hours of a week as 168 bits: packing, slots of minutes, overlaps."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from matching.scoring.arrays import Bools, Column, Floats, Ints, Words, check_columns

HOURS = 168
MINUTES = HOURS * 60
WHOLE_WEEK: Words = np.array([2**64 - 1, 2**64 - 1, 2**40 - 1], dtype=np.uint64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Slots:
    """When needs may take place, as spans of minutes in a week; a need may have several.

    Columns (k spans):
        need: (k,) row of the need.
        start: (k,) minutes since Monday 00:00, 0 to 10,079.
        minutes: (k,) length, 0 to 10,080; a span may run over the end of the week into its start.

    Raises:
        ValueError: a column has another shape, kind or range.
    """

    need: Annotated[Ints, Column(("k",), np.int64, low=0)]
    start: Annotated[Ints, Column(("k",), np.int64, low=0, high=MINUTES - 1)]
    minutes: Annotated[Ints, Column(("k",), np.int64, low=0, high=MINUTES)]

    def __post_init__(self) -> None:
        check_columns(self)

    def shifted(self, minutes: int) -> "Slots":
        """The same spans, so many minutes later (earlier when negative), round the week."""
        start = (self.start + minutes) % MINUTES
        return Slots(need=self.need, start=start, minutes=self.minutes)

    def widened(self, minutes: int) -> "Slots":
        """The same spans with so many minutes (≥ 0) of slack before and after."""
        longer = np.minimum(self.minutes + 2 * minutes, MINUTES)
        start = (self.start - minutes) % MINUTES
        return Slots(need=self.need, start=start, minutes=longer)

    def minutes_by_hour(self, need: int) -> Ints:
        """How much of each hour of the week the need's spans cover together.

        Returns:
            (168,) minutes, 0 to 60; what two spans share counts once.
        """
        covered = np.zeros(MINUTES, dtype=np.bool_)
        mine = self.need == need
        for start, length in zip(self.start[mine], self.minutes[mine], strict=True):
            covered[(start + np.arange(length)) % MINUTES] = True
        by_hour: Ints = covered.reshape(HOURS, 60).sum(axis=1, dtype=np.int64)
        return by_hour


NO_SLOTS = Slots(
    need=np.empty(0, np.int64), start=np.empty(0, np.int64), minutes=np.empty(0, np.int64)
)


def pack(hours: Bools) -> Words:
    """Weeks as bits: hour h since Monday 00:00 is bit h % 64 of word h // 64.

    Args:
        hours: (..., 168) which hours are meant.

    Returns:
        (..., 3) masks; the upper 24 bits of the last word are 0.

    Raises:
        ValueError: the last axis is not 168 long.
    """
    if hours.shape[-1] != HOURS:
        raise ValueError(f"a week has {HOURS} hours, not {hours.shape[-1]}")
    octets = np.packbits(hours, axis=-1, bitorder="little")
    padded = np.zeros((*hours.shape[:-1], 24), dtype=np.uint8)
    padded[..., :21] = octets
    return padded.view(np.dtype("<u8")).astype(np.uint64)


def unpack(weeks: Words) -> Bools:
    """The inverse of `pack`: (..., 3) masks become (..., 168) hours."""
    octets = np.ascontiguousarray(weeks, dtype=np.dtype("<u8")).view(np.uint8)
    bits = np.unpackbits(octets, axis=-1, bitorder="little")
    return bits[..., :HOURS].astype(np.bool_)


def week_masks(rows: Ints, hours: Ints, count: int) -> Words:
    """One mask per row from a list of (row, hour) entries, such as the cells of a timetable.

    Args:
        rows: (k,) row numbers, 0 to count − 1.
        hours: (k,) hours since Monday 00:00, 0 to 167.

    Returns:
        (count, 3) masks; a row without entries is empty.

    Raises:
        ValueError: a row or an hour does not exist, or the lists differ in length.
    """
    rows, hours = np.asarray(rows, np.int64), np.asarray(hours, np.int64)
    if rows.shape != hours.shape or rows.ndim != 1:
        raise ValueError("rows and hours must be two lists of the same length")
    if not np.isin(rows, np.arange(count)).all():
        raise ValueError("a row does not exist")
    if not np.isin(hours, np.arange(HOURS)).all():
        raise ValueError("an hour does not exist")
    free = np.zeros((count, HOURS), dtype=np.bool_)
    free[rows, hours] = True
    return pack(free)


def overlap_hours(weeks: Words, minutes_by_hour: Ints) -> Floats:
    """How long each person is free within what is asked for.

    Args:
        weeks: (p, 3) free hours of each person.
        minutes_by_hour: (168,) minutes asked for in each hour of the week, 0 to 60.

    Returns:
        (p,) hours, 0 to 168.
    """
    total = np.zeros(len(weeks), dtype=np.int64)
    for minutes in np.unique(minutes_by_hour[minutes_by_hour > 0]):
        layer = pack(minutes_by_hour == minutes)  # few layers: whole hours and the ragged ends
        total += minutes * np.bitwise_count(weeks & layer).sum(axis=1, dtype=np.int64)
    return total / 60
