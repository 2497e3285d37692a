"""Names for kinds of arrays, and columns that check what they are given."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias, cast, get_type_hints

import numpy as np
import scipy  # loads its parts when they are first named: a start needs none of them
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Sparse: TypeAlias = scipy.sparse.csr_array[np.float64, tuple[int, int]]
else:
    Sparse = Any

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.uint64]
Flags: TypeAlias = NDArray[np.uint32]

KINDS: Mapping[type, str] = {np.float64: "biuf", np.int64: "iu", np.bool_: "b", np.uint64: "iu"}


@dataclass(frozen=True)
class Column:
    """What an array must look like: a letter stands for a size shared with its neighbours."""

    shape: tuple[str | int, ...]
    kind: type = np.float64
    low: float = -np.inf
    high: float = np.inf
    unknown: bool = False  # nan stands for "not stated"
    endless: bool = False  # inf stands for "no limit"

    def checked(self, name: str, given: ArrayLike, sizes: dict[str, int]) -> NDArray[Any]:
        """The same values as an array of this kind.

        Raises:
            ValueError: wrong shape, wrong kind, outside the range, nan where it means nothing.
        """
        array = np.asarray(given)
        self._fit(name, array, sizes)
        if array.size and array.dtype.kind not in KINDS[self.kind]:
            raise ValueError(f"{name}: {array.dtype} is not {self.kind.__name__}")
        if self.kind is not np.bool_ and not self._within(array):
            raise ValueError(f"{name}: a value is outside {self.low:g} to {self.high:g}, or nan")
        return array.astype(self.kind, copy=False)

    def _fit(self, name: str, array: NDArray[Any], sizes: dict[str, int]) -> None:
        if array.ndim != len(self.shape):
            raise ValueError(f"{name}: {array.ndim} axes instead of {len(self.shape)}")
        for letter, size in zip(self.shape, array.shape, strict=True):
            wanted = letter if isinstance(letter, int) else sizes.setdefault(letter, size)
            if size != wanted:
                raise ValueError(f"{name}: {size} instead of {wanted} along {letter}")

    def _within(self, array: NDArray[Any]) -> bool:
        if self.unknown:
            array = array[~np.isnan(array)]
        if not self.endless and np.isinf(array).any():
            return False
        return bool((array >= self.low).all() and (array <= self.high).all())  # false for nan


def check_columns(table: "DataclassInstance") -> dict[str, int]:
    """Check every annotated column of a frozen table, in place; returns the size of each letter.

    Raises:
        ValueError: a column is not as its annotation says.
    """
    sizes: dict[str, int] = {}
    hints = get_type_hints(type(table), include_extras=True)
    for name in (field.name for field in fields(table)):
        for note in getattr(hints[name], "__metadata__", ()):
            checked = note.checked(name, getattr(table, name), sizes)
            object.__setattr__(table, name, checked)
    return sizes


def check_sparse(name: str, rows: Sparse, count: int) -> Sparse:
    """The same rows in compressed form.

    Raises:
        ValueError: not `count` rows, or a value is nan or infinite.
    """
    if rows.shape[0] != count:
        raise ValueError(f"{name}: {rows.shape[0]} rows instead of {count}")
    if not np.isfinite(rows.data).all():
        raise ValueError(f"{name}: a value is nan or infinite")
    return cast(Sparse, scipy.sparse.csr_array(rows))


def ticked(boxes: Bools, column: int) -> Bools:
    """(p,) who has ticked that column; nobody where the column is −1, not stated."""
    if column < 0:
        return np.zeros(len(boxes), dtype=np.bool_)
    return boxes[:, column]
