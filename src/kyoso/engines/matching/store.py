"""An index in a folder: memory-mapped by any number of readers, replaced by one writer, never seen half written.

    CURRENT                 names the manifest in use
    manifest-00000007.json  names frame and parts, and says what they were made with
    stands-00000007-0.npy   which chunks of each part still stand
    frame-00000001/*.npy
    part-00000001/*.npy     parts and frame never change: a later manifest names those that it shares

A writer puts all that is new beside the old and then replaces CURRENT, so a reader sees what was or what is, and a
writer that dies leaves nothing but files that nobody names.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.frame import Encoded, Frame, View
from kyoso.engines.matching.index import LocalIndex, Part
from kyoso.engines.matching.resources import Resources
from kyoso.engines.matching.segment import Segment
from kyoso.engines.matching.settings import BuildSettings

FORMAT = 4
_POINTER = "CURRENT"
_DAMAGED = (OSError, ValueError, KeyError, TypeError, EOFError)


class IndexMissingError(Exception):
    """There is no index where it was looked for, or one that does not fit; the message says how to make it."""


class IndexFolder:
    """One folder as one process sees it; what it has opened or written is not read from disk a second time."""

    def __init__(self, directory: Path, resources: Resources) -> None:
        """Nothing is opened yet."""
        self.directory = directory
        self.resources = resources
        self._frames: dict[str, Frame] = {}
        self._parts: dict[str, Part] = {}

    @property
    def generation(self) -> str:
        """The manifest that readers should use, ``""`` while there is none; cheap enough to ask at each search."""
        return current_generation(self.directory)

    def open(self) -> LocalIndex:
        """Open the current generation, memory-mapped and read-only.

        Raises:
            IndexMissingError: no index there, a damaged one, or one of another format or made with other resources.
        """
        if not self.generation:
            raise IndexMissingError(f"no index in {self.directory}: build it first")
        try:
            manifest = self._manifest()
            if manifest["format"] != FORMAT or manifest["made_with"] != made_with(self.resources):
                raise IndexMissingError(
                    f"the index in {self.directory} was made with other vectors, bridge or version: rebuild it"
                )
            return self._opened(manifest)
        except _DAMAGED as error:
            raise IndexMissingError(f"the index in {self.directory} cannot be read: rebuild it ({error})") from error

    def save(self, index: LocalIndex) -> str:
        """Write what of an index is not there yet, switch to it, remove what neither it nor the last one names."""
        self.directory.mkdir(parents=True, exist_ok=True)
        before = self.generation
        number = _number(before) + 1
        frame = self._write_frame(index, number)
        parts = [self._write_part(part, index, number, place) for place, part in enumerate(index.parts)]
        for place, part in enumerate(index.parts):
            _write_array(self.directory / f"stands-{number:08d}-{place}.npy", part.stands)
        manifest = {
            "format": FORMAT,
            "made_with": made_with(index.resources),
            "frame": frame,
            "one_view": index.frame.is_one,
            "settings": asdict(index.frame.settings),
            "framed": index.framed,
            "parts": parts,
        }
        name = f"manifest-{number:08d}.json"
        _write_text(self.directory / name, json.dumps(manifest))
        _write_text(self.directory / _POINTER, name)
        self._keep(index, frame, parts)
        self._tidy({name, before})
        return name

    def _manifest(self) -> dict[str, Any]:
        text = (self.directory / self.generation).read_text(encoding="utf-8")
        return dict(json.loads(text))

    def _opened(self, manifest: Mapping[str, Any]) -> LocalIndex:
        frame = self._frames.get(manifest["frame"]) or self._read_frame(manifest)
        number, parts = _number(self.generation), []
        for place, name in enumerate(manifest["parts"]):
            stands = _read_array(self.directory / f"stands-{number:08d}-{place}.npy")
            known = self._parts.get(name)
            read = (known.segment, known.public, known.network) if known else self._read_part(name, frame)
            if len(stands) != len(read[0]):
                raise ValueError(f"{name} has {len(read[0])} chunks, not {len(stands)}")
            parts.append(Part(*read, stands))
        index = LocalIndex(frame, tuple(parts), int(manifest["framed"]), self.resources)
        self._keep(index, manifest["frame"], manifest["parts"])
        return index

    def _keep(self, index: LocalIndex, frame: str, parts: list[str]) -> None:
        self._frames = {frame: index.frame}
        self._parts = dict(zip(parts, index.parts, strict=True))

    def _read_frame(self, manifest: Mapping[str, Any]) -> Frame:
        arrays = _read_folder(self.directory / manifest["frame"])
        public = View.from_arrays(arrays, "public")
        network = public if manifest["one_view"] else View.from_arrays(arrays, "network")
        return Frame(public, network, BuildSettings(**manifest["settings"]))

    def _read_part(self, name: str, frame: Frame) -> tuple[Segment, Encoded, Encoded]:
        arrays = _read_folder(self.directory / name)
        public = Encoded.from_arrays(arrays, "public")
        network = public if frame.is_one else Encoded.from_arrays(arrays, "network")
        return Segment.from_arrays(arrays), public, network

    def _write_frame(self, index: LocalIndex, number: int) -> str:
        for name, frame in self._frames.items():
            if frame is index.frame:
                return name
        views = (
            {"public": index.frame.public}
            if index.frame.is_one
            else {"public": index.frame.public, "network": index.frame.network}
        )
        arrays = {name: array for prefix, view in views.items() for name, array in view.arrays(prefix).items()}
        return _write_folder(self.directory / f"frame-{number:08d}", arrays)

    def _write_part(self, part: Part, index: LocalIndex, number: int, place: int) -> str:
        for name, known in self._parts.items():
            if known.segment is part.segment and known.public is part.public:
                return name
        arrays = part.segment.arrays() | part.public.arrays("public")
        if not index.frame.is_one:
            arrays |= part.network.arrays("network")
        return _write_folder(self.directory / f"part-{number:08d}-{place}", arrays)

    def _tidy(self, kept: set[str]) -> None:
        named = set(kept) | {f"stands-{_number(name):08d}" for name in kept if name}
        for name in filter(None, kept):
            try:
                manifest = json.loads((self.directory / name).read_text(encoding="utf-8"))
                named |= {manifest["frame"], *manifest["parts"]}
            except _DAMAGED:
                continue
        for path in self.directory.iterdir():
            if path.name.startswith(("manifest-", "frame-", "part-", "stands-", ".")) and not _is_named(path, named):
                _remove(path)


def current_generation(directory: Path) -> str:
    """Return the manifest that readers of a folder should use, ``""`` while there is none."""
    try:
        return (directory / _POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def made_with(resources: Resources) -> list[str]:
    """Return what must agree between building and searching."""
    return [resources.vectors.digest if resources.vectors else "", resources.bridge.fingerprint]


def _is_named(path: Path, named: set[str]) -> bool:
    return path.name in named or (path.name.startswith("stands-") and path.name.rpartition("-")[0] in named)


def _number(name: str) -> int:
    digits = name.removeprefix("manifest-").removesuffix(".json")
    return int(digits) if digits.isdecimal() else 0


def _read_folder(folder: Path) -> dict[str, NDArray]:
    return {path.stem: _read_array(path) for path in folder.glob("*.npy")}


def _read_array(path: Path) -> NDArray:
    return np.load(path, mmap_mode="r", allow_pickle=False)


def _write_folder(folder: Path, arrays: Mapping[str, NDArray]) -> str:
    fresh = folder.with_name(f".{folder.name}")
    for left in (fresh, folder):  # by a writer that died before its switch
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir()
    for name, array in arrays.items():
        _write_array(fresh / f"{name}.npy", array)
    os.replace(fresh, folder)
    return folder.name


def _write_array(path: Path, array: NDArray) -> None:
    with path.open("wb") as file:
        np.save(file, array)
        _settle(file)


def _write_text(path: Path, text: str) -> None:
    """Replace a small file whole."""
    waiting = path.with_name(f".{path.name}.new")
    with waiting.open("w", encoding="utf-8") as file:
        file.write(text)
        _settle(file)
    os.replace(waiting, path)


def _settle(file: Any) -> None:
    """Have the system put down what was written before another file names it."""
    file.flush()
    os.fsync(file.fileno())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)  # Windows keeps what a reader has open: gone next time
    else:
        path.unlink(missing_ok=True)
