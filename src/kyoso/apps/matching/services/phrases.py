"""The engine's coded remarks, in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language


def say_all(remarks: Iterable[Any]) -> list[str]:
    """Put remarks into words, in their order."""
    return [str(remark.code) for remark in remarks]


def path_words(path: Any) -> list[str]:
    """Return technology, function, application and outcome in the reader's language; empty without a path."""
    if path is None:
        return []
    language = "en" if (get_language() or "").startswith("en") else "ja"
    return [getattr(step, language) for step in path.steps]
