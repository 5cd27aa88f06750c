"""Vectors of texts, kept in eight bits.

Eight-bit products summed over a few hundred dimensions stay below 2**24, so float32 sums them exactly: a score does not
depend on the order of the sum, on the number of threads, or on which other rows lie in the matrix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.ragged import Arrays

Floats = NDArray[np.float32]
_BLOCK = 16_384
MOST_DIMENSIONS = 1_000  # 127 * 127 * 1000 < 2**24


@dataclass(frozen=True)
class Quantised:
    """Unit vectors as int8 values (n, dimensions) and a float32 scale (n,); a zero row is a text without a vector."""

    values: NDArray[np.int8]
    scales: Floats

    @classmethod
    def of(cls, vectors: Floats) -> Quantised:
        """Scale each row to length 1, then to the range -127 to 127."""
        if vectors.shape[1] > MOST_DIMENSIONS:
            raise ValueError(f"vectors must have at most {MOST_DIMENSIONS} dimensions")
        largest = np.abs(vectors).max(axis=1, initial=0.0)
        lengths = np.sqrt((vectors.astype(np.float64) ** 2).sum(axis=1))
        unit = np.divide(127.0, largest, out=np.zeros(len(vectors)), where=largest > 0)
        values = np.rint(vectors * unit[:, None]).astype(np.int8)
        scales = np.divide(largest / 127.0, lengths, out=np.zeros(len(vectors)), where=lengths > 0)
        return cls(values, scales.astype(np.float32))

    @classmethod
    def plain(cls, rows: Floats) -> Quantised:
        """Keep the length of each row of numbers: ``cosines`` then returns products."""
        largest = np.abs(rows).max(axis=1, initial=0.0)
        unit = np.divide(127.0, largest, out=np.zeros(len(rows)), where=largest > 0)
        return cls(np.rint(rows * unit[:, None]).astype(np.int8), (largest / 127.0).astype(np.float32))

    def cosines(self, query: Quantised) -> Floats:
        """Return the cosine of each row with the one row of ``query``; float32 (n,), 0 where either has no vector."""
        return self.cosine_table(query)[:, 0]

    def cosine_table(self, others: Quantised) -> Floats:
        """Return the cosine of each row with each row of ``others``; float32 (n, m), 0 where either has no vector."""
        wanted = others.values.astype(np.float32).T
        dots = np.empty((len(self.values), len(others.values)), dtype=np.float32)
        for start in range(0, len(self.values), _BLOCK):
            dots[start : start + _BLOCK] = self._block(start) @ wanted
        return dots * self.scales[:, None] * others.scales[None, :]

    def take(self, rows: NDArray[np.int64]) -> Quantised:
        """Return some rows, in the order given."""
        return Quantised(self.values[rows], self.scales[rows])

    def _block(self, start: int) -> Floats:
        if len(self.values) <= _BLOCK:
            return self._unpacked
        return self.values[start : start + _BLOCK].astype(np.float32)

    @cached_property
    def _unpacked(self) -> Floats:
        return self.values.astype(np.float32)

    def arrays(self, prefix: str) -> dict[str, NDArray]:
        """Return the arrays under ``prefix.name``, for saving."""
        return {f"{prefix}.values": self.values, f"{prefix}.scales": self.scales}

    @classmethod
    def from_arrays(cls, arrays: Arrays, prefix: str) -> Quantised:
        """Undo ``arrays``."""
        return cls(arrays[f"{prefix}.values"], arrays[f"{prefix}.scales"])


def sif_weights(total: NDArray[np.int64], occurrences: int, a: float) -> Floats:
    """Return a / (a + p) for terms seen ``total`` times among ``occurrences``; 1 for a term never seen.

    Source: Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017.
    """
    share = total / max(occurrences, 1)
    return (a / (a + share)).astype(np.float32)


def common_component(blocks: Iterable[Floats], dimensions: int) -> Floats:
    """Return the first right singular vector of all rows of the blocks, each at length 1; float32 (dimensions,).

    Zero without any row. Rows come in blocks so that they need not all be in memory.
    """
    gram = np.zeros((dimensions, dimensions))
    for block in blocks:
        kept = unit_rows(block).astype(np.float64)
        gram += kept.T @ kept
    if not gram.any():
        return np.zeros(dimensions, dtype=np.float32)
    axis = np.linalg.eigh(gram)[1][:, -1]
    return (axis * np.sign(axis[np.argmax(np.abs(axis))])).astype(np.float32)


def remove_component(vectors: Floats, component: Floats) -> Floats:
    """Return unit rows without their part along ``component``; each row by itself."""
    rows = unit_rows(vectors)
    along = (rows * component).sum(axis=1, keepdims=True)
    return np.asarray(rows - along * component, dtype=np.float32)


def unit_rows(vectors: Floats) -> Floats:
    """Return rows of length 1; a zero row stays zero."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
