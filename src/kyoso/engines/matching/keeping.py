"""What is dear to work out from the bridge alone, kept on disk so that only the first process pays for it.

Nothing here is needed: whatever is missing, damaged or of another version is worked out again, and a folder that cannot
be written is left alone.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from importlib import metadata, resources
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import msgpack
import numpy as np
from numpy.typing import NDArray

_SOURCES = ("text.py", "lexicon.txt", "kanji.py", "reading.py", "kinship.py")
_PACKAGES = ("sudachipy", "sudachidict_core", "snowballstemmer", "numpy")
_DAMAGED = (OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, BadZipFile, msgpack.UnpackException)

Words = dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def version() -> str:
    """Return a short text that changes with the way texts are analysed and read."""
    digest = blake2b(digest_size=8)
    for name in _SOURCES:
        digest.update(resources.files(__package__).joinpath(name).read_bytes())
    for package in _PACKAGES:
        digest.update(metadata.version(package).encode())
    return digest.hexdigest()


class Shelf:
    """A folder of things kept; with no folder, nothing is."""

    def __init__(self, folder: Path | None) -> None:
        """Nothing is read yet."""
        self.folder = folder

    def words(self) -> Words:
        """Return the words of phrases, by language and phrase, as far as they are known."""
        try:
            kept = msgpack.unpackb(self._path("words.msgpack").read_bytes())
            return {str(phrase): tuple(words) for phrase, words in kept.items()}
        except _DAMAGED:
            return {}

    def keep_words(self, words: Words) -> None:
        """Keep the words of phrases, in place of those kept before."""
        self._write("words.msgpack", msgpack.packb(words))

    def arrays(self, name: str, of: str) -> dict[str, NDArray]:
        """Return the arrays kept under a name, none where there are none or where they were worked out of another."""
        try:
            with np.load(self._path(f"{name}.npz"), allow_pickle=False) as kept:
                found = {key: kept[key] for key in kept.files}
                return found if str(found.pop("of")) == of else {}
        except _DAMAGED:
            return {}

    def keep_arrays(self, name: str, of: str, arrays: Mapping[str, NDArray]) -> None:
        """Keep arrays under a name, and what they were worked out of."""
        packed = BytesIO()
        np.savez(packed, of=np.array(of), **dict[str, Any](arrays))
        self._write(f"{name}.npz", packed.getvalue())

    def _path(self, name: str) -> Path:
        if self.folder is None:
            raise FileNotFoundError(name)
        return self.folder / f"{version()}-{name}"

    def _write(self, name: str, data: bytes) -> None:
        with suppress(OSError):
            path = self._path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            number, waiting = tempfile.mkstemp(prefix=".", dir=path.parent)
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(waiting).replace(path)
            self._forget(name)

    def _forget(self, name: str) -> None:
        """Remove what other versions kept under the same name."""
        for path in self._path(name).parent.glob(f"*-{name}"):
            if path != self._path(name):
                path.unlink(missing_ok=True)


NOWHERE = Shelf(None)
