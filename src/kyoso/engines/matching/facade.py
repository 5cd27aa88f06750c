"""The calls that the rest of the project makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kyoso.engines.matching.index import LocalIndex
from kyoso.engines.matching.io import RankQuery
from kyoso.engines.matching.problem import Chunk, Clearance, Query
from kyoso.engines.matching.resources import Resources
from kyoso.engines.matching.result import BridgePath, Suggestion
from kyoso.engines.matching.search import rank
from kyoso.engines.matching.settings import Settings
from kyoso.engines.matching.store import IndexFolder
from kyoso.engines.matching.suggesting import suggestions


def build_index(
    chunks: Iterable[Chunk], directory: Path | None = None, *, resources: Resources | None = None
) -> LocalIndex:
    """Index the chunks; with a directory also save them as its new generation and switch readers to it.

    Raises:
        bridge_file.BridgeError: a bridge file breaks a rule (only when ``resources`` is None).
        OSError: the directory cannot be written.
    """
    index = LocalIndex.build(chunks, resources)
    if directory is not None:
        IndexFolder(directory, index.resources).save(index)
    return index


def rank_corpus(
    corpus: Iterable[Chunk],
    queries: Iterable[RankQuery],
    top: int = 100,
    *,
    resources: Resources | None = None,
    settings: Settings | None = None,
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Rank a corpus for each query, as someone who may see all of it; yields ``(query id, [(record, score), …])``.

    Raises:
        ValueError: ``top`` is less than 1.
    """
    index = LocalIndex.build(corpus, resources)
    everything = Clearance(default=0)
    for query in queries:
        found = rank(index, Query(query.text, top=top), everything, settings or Settings())
        yield query.id, list(zip(found.records, (round(float(score), 6) for score in found.scores), strict=True))


def fields_of_use(text: str, resources: Resources, top: int = 5) -> tuple[BridgePath, ...]:
    """Return the applications that a maker's text opens by way of the bridge, the strongest first; no buyer's words.

    Raises:
        ValueError: ``top`` is less than 1.
    """
    if top < 1:
        raise ValueError("top must be 1 or more")
    return tuple(resources.reader.opened(text)[:top])


def suggest(text: str, resources: Resources, top: int = 5) -> tuple[Suggestion, ...]:
    """Return the technologies of the bridge that a text in the making says, or begins to say, the surest first.

    By words alone, without vectors: quick enough to be asked at every pause in typing, and the same for everybody.

    Raises:
        ValueError: ``top`` is less than 1.
    """
    if top < 1:
        raise ValueError("top must be 1 or more")
    return suggestions(text, resources.bridge)[:top]
