"""How well the matching engine ranks: ``python -m benchmarks.quality.rank FOLDER [--vectors FOLDER]``.

FOLDER holds one folder for each set, with ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` (query, tab, right id).
Queries are split in two by a hash of their id: settings are chosen on the first half, the second half reports.
The crossing set beside this file (a maker's wording, tab, a buyer's wording) is ranked in both directions; it is small
and was looked at whole while tuning.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.measures import CUTS, first_right, mrr, paired_interval, success
from kyoso.engines.matching import Chunk, RankQuery, load_resources, rank_corpus, read_corpus, read_queries
from kyoso.engines.matching.lexical import Statistics, Terms, Wanted, bm25
from kyoso.engines.matching.resources import Resources
from kyoso.engines.matching.text import analyse

CROSSING = Path(__file__).with_name("crossing.tsv")


@dataclass(frozen=True)
class Task:
    """A corpus, queries, and the right candidates of each query."""

    name: str
    corpus: list[Chunk]
    queries: list[RankQuery]
    right: dict[str, set[str]]


def read_task(folder: Path) -> Task:
    """Read one set."""
    right: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, candidate = line.split("\t")
        right.setdefault(query, set()).add(candidate)
    return Task(folder.name, read_corpus(folder / "corpus.jsonl"), read_queries(folder / "queries.jsonl"), right)


def crossings() -> Iterator[Task]:
    """Yield the crossing set in both directions."""
    rows = [line.split("\t") for line in CROSSING.read_text(encoding="utf-8").splitlines()[1:]]
    for side, name in ((0, "crossing: need → maker"), (1, "crossing: maker → need")):
        kind = ("asset", "need")[side]  # the bridge asks of an asset what it offers, of a need what it wants
        corpus = [Chunk(f"{place:03d}", row[side], kind) for place, row in enumerate(rows)]
        queries = [RankQuery(f"{place:03d}", row[1 - side]) for place, row in enumerate(rows)]
        yield Task(name, corpus, queries, {query.id: {query.id} for query in queries})


def half(query: str) -> int:
    """Return 0 for the half that settings are chosen on, 1 for the half that reports."""
    return hashlib.sha256(query.encode()).digest()[0] % 2


def engine_ranks(task: Task, resources: Resources) -> NDArray[np.float64]:
    """Return the rank of the first right candidate of each query, by the whole engine."""
    found = rank_corpus(task.corpus, task.queries, 100, resources=resources)
    return np.array([first_right([name for name, _ in hits], task.right[query]) for query, hits in found])


def baseline_ranks(task: Task) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the same by BM25 on words (k1 1.2, b .75), a candidate scoring as its best text, in two ways of counting.

    The first counts places in the list that a user would see: equal scores in order of id, no place without a score.
    The second counts only who scores more: a query without any shared word then finds its candidate at the first place.
    """
    chunks = sorted(task.corpus, key=lambda chunk: chunk.record)
    names = sorted({chunk.record for chunk in chunks})
    starts = np.searchsorted([chunk.record for chunk in chunks], names)
    terms = Terms.build([analyse(chunk.text).words for chunk in chunks])
    statistics = Statistics.build(terms, np.ones(len(chunks), dtype=np.bool_))
    listed, kindly = [], []
    for query in task.queries:
        asked = Wanted.of(analyse(query.text).words, statistics, 1.2, 0.75)
        scores = np.maximum.reduceat(bm25(terms, asked), starts)
        best = [names[place] for place in np.argsort(-scores, kind="stable")[:100] if scores[place] > 0]
        right = [score for name, score in zip(names, scores, strict=True) if name in task.right[query.id]]
        listed.append(first_right(best, task.right[query.id]))
        kindly.append(1.0 + np.count_nonzero(scores > max(right, default=np.inf)))
    return np.array(listed), np.where(np.array(kindly) <= 100, kindly, np.inf)


def report(task: Task, resources: Resources) -> Iterator[str]:
    """Yield the rows of one set: both halves and all, words against the engine."""
    words, kindly = baseline_ranks(task)
    started = time.perf_counter()
    ours = engine_ranks(task, resources)
    seconds = time.perf_counter() - started
    halves = np.array([half(query.id) for query in task.queries])
    parts = (("tuning", halves == 0), ("report", halves == 1), ("all", halves >= 0))
    for part, chosen in parts[2:] if task.name.startswith("crossing") else parts:
        yield row(task.name, part, "words", words[chosen])
        yield row(task.name, part, "engine", ours[chosen]) + gain(ours[chosen], words[chosen])
    yield row(task.name, "all", "words, equals in its favour", kindly)
    yield f"| {task.name} | time | engine | {len(task.queries)} queries in {seconds:.0f} s with the index | | | | | |"


def row(name: str, part: str, system: str, ranks: NDArray[np.float64]) -> str:
    """Return one line of the table."""
    cells = [f"{success(ranks, k):.3f}" for k in CUTS] + [f"{mrr(ranks):.3f}"]
    return f"| {name} | {part} | {system} | " + " | ".join(cells) + " |"


def gain(ours: NDArray[np.float64], words: NDArray[np.float64]) -> str:
    """Return the intervals of the gain in MRR and in S@10."""
    in_mrr = paired_interval(1.0 / ours, 1.0 / words)
    in_ten = paired_interval((ours <= 10).astype(float), (words <= 10).astype(float))
    return f" {in_mrr[0]:+.3f} … {in_mrr[1]:+.3f} | {in_ten[0]:+.3f} … {in_ten[1]:+.3f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path)
    asked = parser.parse_args()
    resources = load_resources(asked.vectors)
    if resources.notice:
        print(resources.notice)
    print("| set | half | system | S@1 | S@10 | S@100 | MRR | gain in MRR, 95 % | gain in S@10, 95 % |")
    print("|---|---|---|---|---|---|---|---|---|")
    folders = sorted(path.parent for path in asked.folder.glob("*/qrels.tsv"))
    for task in (*map(read_task, folders), *crossings()):
        for line in report(task, resources):
            print(line, flush=True)


if __name__ == "__main__":
    main()
