"""What the engine knows beside the records: word vectors and the bridge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kyoso.engines.matching import bridge_file
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.keeping import NOWHERE, Shelf
from kyoso.engines.matching.reading import Reader
from kyoso.engines.matching.vectors import VectorsMissingError, WordVectors, default_directory, open_vectors


@dataclass(frozen=True)
class Resources:
    """Kept for the life of a process; either part may be missing.

    Attributes:
        vectors: word vectors, or None.
        bridge: the bridge, perhaps empty.
        origin: folders it was loaded from, so that another process can load the same; None where it was put together.
        notice: one line that says what is missing and how to get it, or ``""``.
    """

    vectors: WordVectors | None = None
    bridge: Bridge = field(default_factory=lambda: Bridge(()))
    notice: str = ""
    origin: tuple[Path, tuple[Path, ...]] | None = None

    @cached_property
    def reader(self) -> Reader:
        """What reads texts in the bridge's terms."""
        return Reader(self.bridge, self.vectors, shelf_beside(self.origin[0]) if self.origin else NOWHERE)


def shelf_beside(vectors: Path) -> Shelf:
    """Return where things worked out from bridge and vectors are kept: beside the folder of the vectors."""
    return Shelf(vectors.parent / "bridge")


def load_resources(vectors: Path | None = None, bridge: Sequence[Path] = ()) -> Resources:
    """Open the word vectors and read the bridge.

    Args:
        vectors: folder made by ``kyoso vectors build``; the default folder when None.
        bridge: folders of YAML files; the package's own when empty.

    Raises:
        bridge_file.BridgeError: a bridge file breaks a rule.
    """
    origin = vectors or default_directory(), tuple(bridge)
    known = Bridge(bridge_file.load(*bridge), shelf_beside(origin[0]))
    try:
        return Resources(open_vectors(origin[0]), known, origin=origin)
    except VectorsMissingError as missing:
        return Resources(None, known, f"{missing}; until then matching goes by words and bridge alone", origin)
