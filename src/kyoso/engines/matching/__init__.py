"""Matching: a need or an asset in, ranked records with reasons out, under the viewer's mask (D2, A4)."""

from kyoso.engines.matching.bridge_file import BridgeError
from kyoso.engines.matching.explain import NotVisibleError, explain
from kyoso.engines.matching.facade import (
    build_index,
    fields_of_use,
    rank_corpus,
    suggest,
)
from kyoso.engines.matching.index import LocalIndex
from kyoso.engines.matching.io import InputFaultsError, RankQuery, read_corpus, read_queries
from kyoso.engines.matching.problem import CORE, NDA, NETWORK, PUBLIC, Chunk, Clearance, Query
from kyoso.engines.matching.resources import Resources, load_resources
from kyoso.engines.matching.result import BridgePath, Explanation, Hit, Remark, Suggestion, Wording
from kyoso.engines.matching.search import search
from kyoso.engines.matching.settings import BuildSettings, Settings
from kyoso.engines.matching.specs import Spec
from kyoso.engines.matching.specs_compare import Met, compare
from kyoso.engines.matching.specs_read import read_specs
from kyoso.engines.matching.store import IndexFolder, IndexMissingError, current_generation
from kyoso.engines.matching.synonyms import Synonyms, load_synonyms
from kyoso.engines.matching.vectors import VectorsMissingError, build_vectors, default_directory, installed_source

__all__ = [
    "CORE",
    "NDA",
    "NETWORK",
    "PUBLIC",
    "BridgeError",
    "BridgePath",
    "BuildSettings",
    "Chunk",
    "Clearance",
    "Explanation",
    "Hit",
    "IndexFolder",
    "IndexMissingError",
    "InputFaultsError",
    "LocalIndex",
    "Met",
    "NotVisibleError",
    "Query",
    "RankQuery",
    "Remark",
    "Resources",
    "Settings",
    "Spec",
    "Suggestion",
    "Synonyms",
    "VectorsMissingError",
    "Wording",
    "build_index",
    "build_vectors",
    "compare",
    "current_generation",
    "default_directory",
    "explain",
    "fields_of_use",
    "installed_source",
    "load_resources",
    "load_synonyms",
    "rank_corpus",
    "read_corpus",
    "read_queries",
    "read_specs",
    "search",
    "suggest",
]
