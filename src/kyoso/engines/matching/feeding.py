"""Reading many chunks: block by block, and by several processes where there are very many."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from kyoso.engines.matching.problem import Chunk
from kyoso.engines.matching.resources import Resources, load_resources
from kyoso.engines.matching.segment import Segment

BLOCK = 2_000
"""Chunks read at once."""

MANY = 20_000
"""Chunks from which it pays to start further processes: each takes some seconds to load vectors and bridge."""

_loaded: dict[tuple[Path, tuple[Path, ...]], Resources] = {}


def read(chunks: Sequence[Chunk], resources: Resources) -> Iterator[Segment]:
    """Read chunks, which come in their order, into segments of at most ``BLOCK`` chunks; one at least."""
    blocks = [chunks[start : start + BLOCK] for start in range(0, max(len(chunks), 1), BLOCK)]
    if len(chunks) < MANY or resources.origin is None or processors() == 1:
        yield from (Segment.read(block, resources) for block in blocks)
        return
    # Started afresh and not forked: a copy of a process with threads may hang.
    with ProcessPoolExecutor(processors(), multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_read, blocks, repeat(resources.origin))


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(block: Sequence[Chunk], origin: tuple[Path, tuple[Path, ...]]) -> Segment:
    if origin not in _loaded:
        _loaded[origin] = load_resources(*origin)
    return Segment.read(block, _loaded[origin])
