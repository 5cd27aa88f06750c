"""Rows of different lengths in three flat arrays: what a text holds, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Arrays = Mapping[str, NDArray]
_ANY_WIDTH = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Ragged:
    """A sparse table by rows.

    Attributes:
        starts: int64 (rows + 1,): the entries of row ``r`` are ``starts[r]:starts[r + 1]``.
        columns: int32 (entries,), ascending within a row.
        values: (entries,), of any type.
    """

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray

    FIELDS = ("starts", "columns", "values")

    @classmethod
    def of(cls, lengths: Sequence[int] | NDArray, columns: NDArray, values: NDArray) -> Ragged:
        """Make rows of the lengths given out of their entries, one row after the other."""
        starts = np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))]).astype(np.int64)
        return cls(starts, columns.astype(np.int32), values)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Return the number of entries of each row."""
        return np.diff(self.starts)

    def entries(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places of all entries of some rows, and for each entry the place of its row among ``rows``."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        owner = np.repeat(np.arange(len(rows)), lengths)
        before = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(rows) else np.zeros(0, dtype=np.int64)
        return np.arange(len(owner)) + (self.starts[rows] - before)[owner], owner

    def take(self, rows: NDArray[np.int64]) -> Ragged:
        """Return some rows, in the order given."""
        table = self._table(_ANY_WIDTH)[rows]
        return Ragged(table.indptr.astype(np.int64), table.indices.astype(np.int32), table.data)

    def flipped(self, width: int) -> Ragged:
        """Return the same entries by column: row ``c`` then holds the rows that have column ``c``, ascending."""
        table = self._table(width).tocsc()
        return Ragged(table.indptr.astype(np.int64), table.indices.astype(np.int32), table.data)

    def _table(self, width: int) -> csr_array:
        return csr_array((self.values, self.columns, self.starts), shape=(len(self), width))

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return the arrays under ``prefix.name``, for saving."""
        return {f"{prefix}.{name}": getattr(self, name) for name in self.FIELDS}

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> Ragged:
        """Undo ``arrays``."""
        return cls(*(arrays[f"{prefix}.{name}"] for name in cls.FIELDS))


def joined(parts: Sequence[Ragged]) -> Ragged:
    """Return the rows of all parts, one part after the other."""
    lengths = np.concatenate([part.lengths for part in parts])
    columns = np.concatenate([part.columns for part in parts])
    return Ragged.of(lengths, columns, np.concatenate([part.values for part in parts]))
