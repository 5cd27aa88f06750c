"""Matching: a need or an asset in, ranked records with reasons out, under the viewer's mask (D2, A4)."""

from kyoso.engines.matching.problem import CORE, NDA, NETWORK, PUBLIC, Chunk, Clearance, Query
from kyoso.engines.matching.result import Explanation, Hit, Path, Remark, Wording

__all__ = [
    "CORE",
    "NDA",
    "NETWORK",
    "PUBLIC",
    "Chunk",
    "Clearance",
    "Explanation",
    "Hit",
    "Path",
    "Query",
    "Remark",
    "Wording",
]
