"""Success at k, mean reciprocal rank, and the paired bootstrap between two rankings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DEPTH = 100
CUTS = (1, 10, 100)


def first_right(ranked: list[str], right: set[str]) -> float:
    """Return the rank (from 1) of the first right candidate within ``DEPTH``, infinity when there is none."""
    return next((float(place) for place, name in enumerate(ranked[:DEPTH], 1) if name in right), float("inf"))


def success(ranks: NDArray[np.float64], k: int) -> float:
    """Return the share of queries with a right candidate among the first k."""
    return float(np.mean(ranks <= k)) if len(ranks) else float("nan")


def mrr(ranks: NDArray[np.float64]) -> float:
    """Return the mean of 1 / rank, 0 for a query without a right candidate (Voorhees, TREC-8, 1999)."""
    return float(np.mean(1.0 / ranks)) if len(ranks) else float("nan")


def paired_interval(ours: NDArray[np.float64], theirs: NDArray[np.float64], rounds: int = 2000) -> tuple[float, float]:
    """Return the 95 % interval of the mean difference, resampling queries with a fixed seed (Efron, 1979)."""
    draws = np.random.default_rng(0).integers(len(ours), size=(rounds, len(ours)))
    means = (ours - theirs)[draws].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
