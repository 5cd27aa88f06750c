"""How near the words of a text are to the words of the bridge.

Many words share a vector, so nearness is worked out once for each vector that a text brings, and remembered. Only what
is near enough to count for anything is kept: a few hundred of the bridge's words for each vector.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from kyoso.engines.matching.dense import Floats, Quantised
from kyoso.engines.matching.vectors import WordVectors

STEPS = 255
"""Nearness is kept in so many steps between 0 and 1; a word is as near as can be to itself."""

LEAST = 77
"""The first step above a cosine of .3: what is farther counts nowhere."""

_MOST = 60_000  # vectors and words remembered

Steps = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Kin:
    """One word of a text.

    Attributes:
        words: int32 (k,), the bridge's words that are near it.
        steps: uint8 (k,), how near.
        groups: uint8 (groups,), how near it is to the nearest word of each group.
        vector: float32 (dimensions,), centred.
    """

    words: NDArray[np.int32]
    steps: Steps
    groups: Steps
    vector: Floats


class Kinship:
    """Nearness between any words and those of a bridge in one language; with no vectors, only a word to itself."""

    def __init__(self, words: Sequence[str], vectors: WordVectors | None) -> None:
        """Place the bridge's words among the vectors."""
        self.words = {word: place for place, word in enumerate(words)}
        self.width = vectors.dimensions if vectors else 1
        self._vectors = vectors
        self._centre = np.zeros(self.width, dtype=np.float32)
        self._groups = csr_matrix((0, len(self.words)), dtype=np.float32)
        self._kept: dict[str | int, _Kin] = {}
        self._by_word: dict[str, _Kin] = {}
        if vectors is not None:
            found, known = vectors.look_up(words)
            self._centre = found.sum(axis=0) / np.float32(max(int(known.sum()), 1))
        self._table = Quantised.of(self._embed(self._rows(words)))

    def group(self, groups: csr_matrix) -> None:
        """Say which words belong together: (groups, words); what was remembered is forgotten."""
        self._groups = groups
        self._kept.clear()
        self._by_word.clear()

    def nearest(self, words: Sequence[str]) -> Steps:
        """Return for each of the bridge's words how near the nearest of ``words`` is; uint8 (bridge's words,)."""
        near = np.zeros(len(self.words), dtype=np.uint8)
        kin = self._kin(words)
        if kin:
            steps = np.concatenate([one.steps for one in kin])
            np.maximum.at(near, np.concatenate([one.words for one in kin]), steps)
        return near

    def by_group(self, words: Sequence[str]) -> Steps:
        """Return how near each of ``words`` is to the nearest word of each group; uint8 (len(words), groups)."""
        return np.array([one.groups for one in self._kin(words)], dtype=np.uint8).reshape(len(words), -1)

    def vectors(self, words: Sequence[str]) -> Floats:
        """Return the words' vectors, centred on those of the bridge, zero where unknown; (len(words), dimensions)."""
        return np.array([one.vector for one in self._kin(words)], dtype=np.float32).reshape(len(words), self.width)

    def _kin(self, words: Sequence[str]) -> list[_Kin]:
        if len(self._by_word) > _MOST:
            self._by_word.clear()
            self._kept.clear()
        strange = [word for word in words if word not in self._by_word]
        if strange:
            self._learn(strange)
        return [self._by_word[word] for word in words]

    def _learn(self, words: Sequence[str]) -> None:
        """Work out what is new, many at once."""
        rows = self._rows(words)
        keys = [word if word in self.words else int(row) for word, row in zip(words, rows, strict=True)]
        new = {key: int(row) for key, row in zip(keys, rows, strict=True) if key not in self._kept}
        if new:
            self._kept.update(self._meet(new))
        self._by_word.update({word: self._kept[key] for word, key in zip(words, keys, strict=True)})

    def _meet(self, new: dict[str | int, int]) -> Iterable[tuple[str | int, _Kin]]:
        vectors = self._embed(np.array(list(new.values()), dtype=np.int32))
        table = Quantised.of(vectors).cosine_table(self._table)
        steps = np.rint(np.clip(table, 0, 1) * STEPS).astype(np.uint8)
        for place, key in enumerate(new):
            row = steps[place]
            if isinstance(key, str):
                row[self.words[key]] = STEPS
            near = np.flatnonzero(row >= LEAST).astype(np.int32)
            yield key, _Kin(near, row[near], self._by_group(row), vectors[place])

    def _by_group(self, row: Steps) -> Steps:
        starts, held = self._groups.indptr[:-1], np.diff(self._groups.indptr) > 0
        nearest = np.zeros(len(starts), dtype=np.uint8)
        if held.any():  # between the starts of groups that hold words, those that hold none take no room
            nearest[held] = np.maximum.reduceat(row[self._groups.indices], starts[held])
        return nearest

    def _rows(self, words: Sequence[str]) -> NDArray[np.int32]:
        return self._vectors.find(words) if self._vectors and words else np.full(len(words), -1, dtype=np.int32)

    def _embed(self, rows: NDArray[np.int32]) -> Floats:
        found = np.zeros((len(rows), self.width), dtype=np.float32)
        known = rows >= 0
        if self._vectors is not None:
            found[known] = self._vectors.matrix[rows[known]] - self._centre
        return found
