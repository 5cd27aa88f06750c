"""The local index: arrays in memory, or memory-mapped from a folder that readers open and one writer replaces.

A folder holds generations side by side and a file ``CURRENT`` that names the one in use. A writer fills a new one
and switches to it by renaming one small file, so a reader sees the old one or the new one and nothing between.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kyoso.engines.matching.dense import Quantised
from kyoso.engines.matching.lexical import Postings
from kyoso.engines.matching.problem import KINDS, LANGUAGES, NETWORK, PUBLIC, Chunk, Clearance, Query
from kyoso.engines.matching.reading import Reader
from kyoso.engines.matching.resources import Resources, load_resources
from kyoso.engines.matching.settings import BuildSettings
from kyoso.engines.matching.text import Analysis, analyse
from kyoso.engines.matching.view import Encoder, View, build_view

FORMAT = 3
_POINTER = "CURRENT"
_TABLE = ("record", "kind", "owner", "tier_from", "tier_to", "industry", "lang")


class IndexMissingError(Exception):
    """There is no index where it was looked for, or one of another format; the message says how to make it."""


@dataclass(frozen=True)
class LocalIndex:
    """Everything that a search reads. Build it with ``build``, or ``open`` what ``save`` wrote.

    Attributes:
        records: record keys in order; ties between scores follow it.
        industries: JSIC codes named by ``arrays["chunk.industry"]``.
        arrays: all numbers, by name; those named ``chunk.…`` have one row for each chunk, in record order.
        offers, demands: what each chunk offers and wants of the bridge's technologies, whoever looks.
        views: ``"public"`` and ``"network"``, one object when they count the same chunks.
        settings: what the index was built with.
        resources: word vectors and bridge it was built with.
    """

    records: tuple[str, ...]
    industries: tuple[str, ...]
    arrays: Mapping[str, NDArray]
    words: Postings
    grams: Postings
    offers: Quantised
    demands: Quantised
    views: Mapping[str, View]
    settings: BuildSettings
    resources: Resources

    @classmethod
    def build(
        cls,
        chunks: Iterable[Chunk],
        resources: Resources | None = None,
        settings: BuildSettings | None = None,
    ) -> LocalIndex:
        """Index the chunks; their order has no effect and repeated ones count once.

        Raises:
            bridge_file.BridgeError: a bridge file breaks a rule (only when ``resources`` is None).
        """
        resources, settings = resources or load_resources(), settings or BuildSettings()
        ordered = sorted(set(chunks), key=lambda chunk: chunk.sort_key)
        records = tuple(sorted({chunk.record for chunk in ordered}))
        industries = tuple(sorted({chunk.industry for chunk in ordered}))
        arrays = _chunk_arrays(ordered, records, industries)
        texts = [analyse(chunk.text, chunk.lang) for chunk in ordered]
        words, grams = Postings.build([text.terms for text in texts]), Postings.build([text.grams for text in texts])
        views = _views(arrays, texts, words, grams, resources, settings)
        offers, demands = _readings(ordered, resources.reader)
        return cls(records, industries, arrays, words, grams, offers, demands, views, settings, resources)

    def view_for(self, clearance: Clearance) -> View:
        """Return the view whose statistics this viewer's searches use."""
        return self.views["public" if clearance.default == PUBLIC else "network"]

    def encoder(self, view: View) -> Encoder:
        """Return what turns texts into the vectors of a view."""
        return Encoder(self.words, view.words, view.component, view.topic_table, self.resources, self.settings.sif)

    def visible(self, clearance: Clearance, query: Query) -> NDArray[np.int64]:
        """Return the chunks (ascending) that the viewer may see and the query asks for: the mask of every recall."""
        tiers = np.full(len(self.arrays["chunk.owner"]), clearance.default, dtype=np.int8)
        for owner, tier in clearance.owners.items():
            np.maximum(tiers, tier, out=tiers, where=self.arrays["chunk.owner"] == owner)
        places = {record: place for place, record in enumerate(self.records)} if clearance.records else {}
        for record, tier in clearance.records.items():
            np.maximum(tiers, tier, out=tiers, where=self.arrays["chunk.record"] == places.get(record, -1))
        seen = (self.arrays["chunk.tier_from"] <= tiers) & (tiers <= self.arrays["chunk.tier_to"])
        if query.kinds:
            seen &= np.isin(self.arrays["chunk.kind"], [KINDS.index(kind) for kind in query.kinds])
        if query.exclude_owner is not None:
            seen &= self.arrays["chunk.owner"] != query.exclude_owner
        return np.flatnonzero(seen)

    def chunk(self, number: int) -> Chunk:
        """Return a chunk as it was given to ``build``."""
        at = {name: int(self.arrays[f"chunk.{name}"][number]) for name in _TABLE}
        start, end = self.arrays["text.starts"][number : number + 2]
        return Chunk(
            record=self.records[at["record"]],
            text=bytes(self.arrays["text.bytes"][start:end]).decode(),
            kind=KINDS[at["kind"]],
            owner=at["owner"],
            tier_from=at["tier_from"],
            tier_to=at["tier_to"],
            industry=self.industries[at["industry"]],
            lang=LANGUAGES[at["lang"]],
        )

    def save(self, directory: Path) -> Path:
        """Write a new generation, switch to it, remove older ones but the last; return the generation's folder."""
        directory.mkdir(parents=True, exist_ok=True)
        before = _current(directory)
        fresh = Path(tempfile.mkdtemp(prefix=".writing-", dir=directory))
        for name, array in self._all_arrays().items():
            np.save(fresh / f"{name}.npy", array)
        (fresh / "meta.json").write_text(json.dumps(self._meta(), ensure_ascii=False), encoding="utf-8")
        final = directory / f"generation-{_number(before) + 1:08d}"
        shutil.rmtree(final, ignore_errors=True)  # left by a writer that died before its switch
        os.replace(fresh, final)
        _switch(directory, final.name)
        _tidy(directory, {final.name, before})
        return final

    @classmethod
    def open(cls, directory: Path, resources: Resources | None = None) -> LocalIndex:
        """Open the current generation, memory-mapped and read-only.

        Raises:
            IndexMissingError: no index there, or one of another format or made with other resources.
        """
        folder = directory / (_current(directory) or "none")
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise IndexMissingError(f"no index in {directory}: build it first") from error
        resources = resources or load_resources()
        if meta["format"] != FORMAT or meta["made_with"] != _made_with(resources):
            raise IndexMissingError(
                f"the index in {directory} was made with other vectors, bridge or version: rebuild it"
            )
        arrays = {path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in sorted(folder.glob("*.npy"))}
        public = View.from_arrays(arrays, "public")
        views = {"public": public, "network": public if meta["one_view"] else View.from_arrays(arrays, "network")}
        return cls(
            tuple(meta["records"]),
            tuple(meta["industries"]),
            {name: array for name, array in arrays.items() if name.startswith(("chunk.", "text."))},
            Postings.from_arrays(arrays, "words"),
            Postings.from_arrays(arrays, "grams"),
            Quantised.from_arrays(arrays, "offers"),
            Quantised.from_arrays(arrays, "demands"),
            views,
            BuildSettings(**meta["settings"]),
            resources,
        )

    def _all_arrays(self) -> dict[str, NDArray]:
        saved = dict(self.arrays) | self.words.arrays("words") | self.grams.arrays("grams")
        saved |= self.offers.arrays("offers") | self.demands.arrays("demands")
        names = ("public",) if self._one_view else ("public", "network")
        for name in names:
            saved |= self.views[name].arrays(name)
        return saved

    @property
    def _one_view(self) -> bool:
        return self.views["public"] is self.views["network"]

    def _meta(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "made_with": _made_with(self.resources),
            "one_view": self._one_view,
            "records": self.records,
            "industries": self.industries,
            "settings": asdict(self.settings),
        }


def _chunk_arrays(chunks: list[Chunk], records: tuple[str, ...], industries: tuple[str, ...]) -> dict[str, NDArray]:
    places = {record: place for place, record in enumerate(records)}
    raw = [chunk.text.encode() for chunk in chunks]
    return {
        "chunk.record": np.array([places[chunk.record] for chunk in chunks], dtype=np.int32),
        "chunk.kind": np.array([KINDS.index(chunk.kind) for chunk in chunks], dtype=np.int8),
        "chunk.owner": np.array([chunk.owner for chunk in chunks], dtype=np.int64),
        "chunk.tier_from": np.array([chunk.tier_from for chunk in chunks], dtype=np.int8),
        "chunk.tier_to": np.array([chunk.tier_to for chunk in chunks], dtype=np.int8),
        "chunk.industry": np.array([industries.index(chunk.industry) for chunk in chunks], dtype=np.int32),
        "chunk.lang": np.array([LANGUAGES.index(chunk.lang) for chunk in chunks], dtype=np.int8),
        "text.bytes": np.frombuffer(b"".join(raw), dtype=np.uint8),
        "text.starts": np.concatenate([[0], np.cumsum([len(text) for text in raw])]).astype(np.int64),
    }


def _views(
    arrays: Mapping[str, NDArray],
    texts: list[Analysis],
    words: Postings,
    grams: Postings,
    resources: Resources,
    settings: BuildSettings,
) -> dict[str, View]:
    first, last = arrays["chunk.tier_from"], arrays["chunk.tier_to"]
    public, network = first == PUBLIC, (first <= NETWORK) & (last >= NETWORK)
    view = build_view(texts, words, grams, public, resources, settings)
    if np.array_equal(public, network):
        return {"public": view, "network": view}
    return {"public": view, "network": build_view(texts, words, grams, network, resources, settings)}


def _readings(chunks: list[Chunk], reader: Reader) -> tuple[Quantised, Quantised]:
    """Return what each chunk offers of the technologies, or wants of them if it is a need; both (chunks, n)."""
    count = len(reader.bridge.technologies)
    offers, demands = np.zeros((2, len(chunks), count), dtype=np.float32)
    for place, chunk in enumerate(chunks if count else ()):
        if chunk.kind == "need":
            demands[place] = reader.demand(reader.buyer(chunk.text, chunk.lang), chunk.industry)
        else:
            offers[place] = reader.supply(reader.maker(chunk.text, chunk.lang))
    return Quantised.plain(offers), Quantised.plain(demands)


def _made_with(resources: Resources) -> list[int]:
    """Return sizes that must agree between building and searching."""
    dimensions = resources.vectors.dimensions if resources.vectors else 0
    return [dimensions, resources.bridge.size, len(resources.bridge.phrases)]


def _current(directory: Path) -> str:
    pointer = directory / _POINTER
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""


def _number(name: str) -> int:
    return int(name.rpartition("-")[2]) if name else 0


def _switch(directory: Path, name: str) -> None:
    waiting = directory / f"{_POINTER}.new"
    waiting.write_text(name, encoding="utf-8")
    os.replace(waiting, directory / _POINTER)


def _tidy(directory: Path, kept: set[str]) -> None:
    for folder in directory.glob("generation-*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)  # Windows keeps what a reader has open: gone next time
