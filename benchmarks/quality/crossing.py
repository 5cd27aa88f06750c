"""Real cases across industries: ``python -m benchmarks.quality.crossing [dev|report]``.

A case is an asset in its maker's words and a need in its buyer's; the two share no telling word. The pool is the assets
of the file and the 485 public assets that the sample network had when the cases were set. Settings are chosen with
``dev``; ``report`` only reports.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.quality.measures import mrr, paired_interval, success
from benchmarks.quality.showcase import corpus
from kyoso.engines import matching as engine
from kyoso.engines.matching.search import rank

CASES = Path(__file__).with_name("cases")
SYSTEMS = {
    "words": engine.Settings(k1=1.2, bigrams=0.0, vectors=0.0, topics=0.0, bridge=0.0),
    "vectors": engine.Settings(words=0.0, bigrams=0.0, topics=0.0, bridge=0.0),
    "engine": engine.Settings(),
}


def ranks(index: engine.LocalIndex, cases: list[dict[str, Any]], settings: engine.Settings) -> NDArray[np.float64]:
    """Return the rank of each case's own asset in the whole pool, infinity where it scored nothing."""
    found = []
    for case in cases:
        text = f"{case['need']['title']}\n{case['need']['text']}"
        query = engine.Query(text, home_industry=case.get("to", ""), top=len(index))
        hits = [*rank(index, query, engine.Clearance(), settings).records]
        own = f"case/{case['key']}"
        found.append(hits.index(own) + 1.0 if own in hits else np.inf)
    return np.array(found)


def _pool() -> list[engine.Chunk]:
    """Return the public assets of the sample network without those it grew by, so that figures stay comparable."""
    return [chunk for chunk in corpus()[0] if not chunk.record.startswith("w-")]


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("half", nargs="?", choices=("dev", "report"), default="dev")
    half = parser.parse_args().half
    cases = yaml.safe_load((CASES / f"{half}.yaml").read_text(encoding="utf-8"))["cases"]
    own = [
        engine.Chunk(
            f"case/{case['key']}", f"{case['asset']['title']}\n{case['asset']['text']}", industry=case.get("from", "")
        )
        for case in cases
    ]
    index = engine.build_index([*own, *_pool()])
    pool = len(index)
    print(f"{half}: {len(cases)} needs, pool of {pool}, S@10 by chance {10 / pool:.3f}\n")
    print("| system | S@1 | S@10 | MRR | MRR, 95 % |\n|---|---|---|---|---|")
    for name, settings in SYSTEMS.items():
        got = ranks(index, cases, settings)
        low, high = paired_interval(1.0 / got, np.zeros(len(got)))
        print(f"| {name} | {success(got, 1):.3f} | {success(got, 10):.3f} | {mrr(got):.3f} | {low:.3f} … {high:.3f} |")


if __name__ == "__main__":
    main()
