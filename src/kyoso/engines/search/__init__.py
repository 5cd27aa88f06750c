"""Finding records by their words, under the viewer's mask: for lists of a directory, with counts (D1).

Matching tells who fits; this tells where words stand. Knows no Django: entries in, keys and counts out.
"""

from kyoso.engines.search.index import IndexMissingError, SearchIndex, is_built, is_sound, update_index, write_index
from kyoso.engines.search.problem import FACETS, Entry, Found, Mask, Question
from kyoso.engines.search.text import pieces

__all__ = [
    "FACETS",
    "Entry",
    "Found",
    "IndexMissingError",
    "Mask",
    "Question",
    "SearchIndex",
    "is_built",
    "is_sound",
    "pieces",
    "update_index",
    "write_index",
]
