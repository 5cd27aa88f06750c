"""How the engine of matching grows: `python -m benchmarks.speed.engine 10000 100000`.

Texts are put together from the sample network's sentences, each with a figure of its own, and words of the bridge; two
texts to an asset: what the network reads, and what is read beside it after an NDA. For each size: reading and indexing,
disk, memory of a process that opens the index, taking in one changed asset, and queries (the sample network's needs)
for a member, for a member with grants from many, and for a visitor of whom all but 1 % is hidden. One query in flight;
the first ten, which map files and meet words for the first time, are left out. `ranked` is the ranking with mask, all
recalls and their fusion; `explained` adds words and bridge path of the ten that are shown.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.quality.showcase import corpus
from kyoso.demo.content import read_organisations
from kyoso.engines import matching as engine
from kyoso.engines.matching.search import rank
from kyoso.engines.matching.settings import Settings

OWNERS = 10
"""Assets to an organisation."""

QUERIES = 110
FIRST = 10
SHOWN = 0.01


def texts(count: int) -> Iterator[engine.Chunk]:
    """Yield `count` chunks, two to an asset; one asset in a hundred is open to everybody."""
    chunks, _names = corpus()
    sentences = [part for chunk in chunks for part in re.split(r"(?<=[。\n])", chunk.text) if len(part) > 8]
    resources = engine.load_resources()
    phrases = [phrase.text for phrase in resources.bridge.phrases if phrase.lang == "ja"]
    industries = sorted({chunk.industry for chunk in chunks})
    draw = random.Random(20261121)
    for number in range(count // 2):
        record, owner = f"asset:{number}", number // OWNERS
        figures = [f"{part.strip()}（{draw.randrange(10**5)}）" for part in draw.sample(sentences, 4)]  # no line twice
        said, more = [draw.choice(phrases), *figures[:3]], [figures[3], draw.choice(phrases)]
        open_to = 0 if draw.random() < SHOWN else 1
        kept = {"kind": "asset", "owner": owner, "industry": industries[owner % len(industries)]}
        yield engine.Chunk(record, "\n".join(said), tier_from=open_to, tier_to=1, **kept)
        yield engine.Chunk(record, "\n".join(said + more), tier_from=2, **kept)


def needs() -> list[str]:
    """Return what the sample network's needs ask."""
    found = [f"{need.title}\n{need.problem}" for one in read_organisations() for need in one.needs]
    return found[:QUERIES]


def timed(call: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def viewers(count: int) -> dict[str, engine.Clearance]:
    """Return who asks."""
    owners = count // 2 // OWNERS
    grants = dict.fromkeys(range(0, owners, max(owners // 5000, 1)), 2)
    return {
        "member": engine.Clearance(1, {1: 3}),
        f"member with {len(grants)} grants": engine.Clearance(1, grants),
        "visitor, 99 % hidden": engine.Clearance(0),
    }


def ask(folder: Path, count: int) -> dict[str, object]:
    """Open an index and ask it; run in a process of its own, so that its memory is what a web process needs."""
    resources = engine.load_resources()
    opened = time.perf_counter()
    index = engine.IndexFolder(folder, resources).open()
    found: dict[str, object] = {"open_ms": (time.perf_counter() - opened) * 1000}
    for name, viewer in viewers(count).items():
        queries = [engine.Query(text, frozenset({"asset"}), 0.8, "24") for text in needs()]
        ranked = [timed(lambda q=query, v=viewer: rank(index, q, v)) for query in queries][FIRST:]
        whole = [timed(lambda q=query, v=viewer: engine.search(index, q, v)) for query in queries[FIRST:40]]
        found[name] = (
            f"ranked median {np.median(ranked):.0f} ms, p95 {np.quantile(ranked, 0.95):.0f} ms, "
            f"{1000 / np.mean(ranked):.0f} queries/s; explained p95 {np.quantile(whole, 0.95):.0f} ms"
        )
        found[f"recall, {name}"] = recall(index, queries[FIRST:60], viewer) if count <= 200_000 else None
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def recall(index: engine.LocalIndex, queries: list[engine.Query], viewer: engine.Clearance) -> float:
    """Return the share of the exact first ten that is found."""
    exact = Settings(exact=10**9)
    shares = [
        len(set(rank(index, query, viewer).records) & set(rank(index, query, viewer, exact).records)) / 10
        for query in queries
    ]
    return float(np.mean(shares))


def measure(count: int) -> None:
    """Print the figures of one size."""
    folder = Path(tempfile.mkdtemp(prefix="engine-"))
    try:
        chunks, resources = list(texts(count)), engine.load_resources()
        resources.reader.maker("穴")  # opening vectors and bridge is not reading texts
        begun = time.perf_counter()
        index = engine.build_index(chunks, folder, resources=resources)
        built = time.perf_counter() - begun
        change = chunks[0].__class__("asset:0", "極小径ドリルの研ぎ直し", kind="asset", owner=0)
        writer = engine.IndexFolder(folder, resources)
        index = writer.open()
        changed = timed(lambda: writer.save(index.updated({"asset:0": [change]})))
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        command = [sys.executable, "-m", "benchmarks.speed.engine", "--ask", str(folder), str(count)]
        asked = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ).stdout)
        print(f"{count} texts: built in {built:.1f} s ({count / 2 / built:.0f} assets/s, {count / built:.0f} texts/s)")
        print(f"  disk {disk:.0f} MB, one change {changed:.0f} ms, memory of a reader {asked.pop('memory_mb'):.0f} MB")
        for name, figures in asked.items():
            print(f"  {name}: {figures}")
        sys.stdout.flush()
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ask:
        print(json.dumps(ask(asked.ask, asked.sizes[0])))
        return
    for size in asked.sizes:
        measure(size)


if __name__ == "__main__":
    main()
