"""Word vectors: converted once into a memory-mapped file of our own, and looked up by word."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import msgpack
import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.murmur import murmur64a

_PACKAGE = "ja_ginza"
_FILES = ("keys", "rows", "matrix")


class VectorsMissingError(Exception):
    """There are no word vectors where they were looked for; the message says how to get them."""


@dataclass(frozen=True, slots=True)
class WordVectors:
    """A table of unit word vectors.

    Attributes:
        keys: uint64 (n,), sorted: MurmurHash64A of the UTF-8 word, seed 1.
        rows: int32 (n,): row of ``matrix`` for each key; several words may share a row.
        matrix: float16 or float32 (rows, dimensions), each row of length 1.
    """

    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]
    matrix: NDArray[np.floating]

    @property
    def dimensions(self) -> int:
        """Number of dimensions."""
        return int(self.matrix.shape[1])

    @property
    def digest(self) -> str:
        """A short text that other vectors hardly share: it is told by their size and a few of their numbers."""
        told = [self.keys.shape, self.matrix.shape, self.keys[:8].tobytes(), self.matrix[-8:].tobytes()]
        return blake2b(repr(told).encode(), digest_size=8).hexdigest()

    def find(self, words: Sequence[str]) -> NDArray[np.int32]:
        """Return the row of each word, -1 where it has none; shape (len(words),)."""
        hashes = np.array([word_key(word) for word in words], dtype=np.uint64)
        places = np.minimum(np.searchsorted(self.keys, hashes), max(len(self.keys) - 1, 0))
        if not len(self.keys):
            return np.full(len(words), -1, dtype=np.int32)
        return np.where(self.keys[places] == hashes, self.rows[places], np.int32(-1)).astype(np.int32)

    def look_up(self, words: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return vectors float32 (n, dimensions), zero where unknown, and which words are known (n,)."""
        rows = self.find(words)
        known = rows >= 0
        found = np.zeros((len(words), self.dimensions), dtype=np.float32)
        found[known] = self.matrix[rows[known]]
        return found, known


@lru_cache(maxsize=200_000)
def word_key(word: str) -> int:
    """Return the key of a word in the table."""
    return murmur64a(word.encode())


def default_directory() -> Path:
    """Return ``$KYOSO_VAR/vectors``, or ``./var/vectors``."""
    return Path(os.environ.get("KYOSO_VAR", "var")) / "vectors"


def installed_source() -> Path:
    """Return the folder ``vocab`` of the installed package of word vectors, without importing it.

    Raises:
        VectorsMissingError: the package is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        for vocab in sorted(Path(place).glob("*/vocab")):
            return vocab
    raise VectorsMissingError(f"{_PACKAGE} is not installed: pip install --no-deps -r requirements/vectors.txt")


def build_vectors(source: Path, directory: Path) -> WordVectors:
    """Convert the vectors of a ``vocab`` folder into ``directory`` and open them.

    Args:
        source: folder with ``vectors`` (npy) and ``key2row`` (msgpack, hash to row).
        directory: made new, replaced whole when it exists.

    Raises:
        VectorsMissingError: the folder lacks one of its files.
    """
    if not (source / "vectors").is_file() or not (source / "key2row").is_file():
        raise VectorsMissingError(f"no word vectors in {source}: it needs the files vectors and key2row")
    with (source / "vectors").open("rb") as file:
        matrix = np.load(file, allow_pickle=False).astype(np.float32)
    table = msgpack.unpackb((source / "key2row").read_bytes(), strict_map_key=False)
    keys = np.array(sorted(key for key, row in table.items() if 0 <= row < len(matrix)), dtype=np.uint64)
    rows = np.array([table[int(key)] for key in keys], dtype=np.int32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix = np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 0)
    _write(directory, {"keys": keys, "rows": rows, "matrix": matrix.astype(np.float16)})
    return open_vectors(directory)


def open_vectors(directory: Path) -> WordVectors:
    """Open converted vectors, memory-mapped and read-only.

    Raises:
        VectorsMissingError: nothing was converted there.
    """
    if not all((directory / f"{name}.npy").is_file() for name in _FILES):
        raise VectorsMissingError(f"no word vectors in {directory}: run kyoso vectors build")
    keys, rows, matrix = (np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _FILES)
    return WordVectors(keys, rows, matrix)


def _write(directory: Path, arrays: dict[str, NDArray]) -> None:
    directory.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    for name, array in arrays.items():
        np.save(fresh / f"{name}.npy", array)
    if directory.exists():
        shutil.rmtree(directory)
    os.replace(fresh, directory)
