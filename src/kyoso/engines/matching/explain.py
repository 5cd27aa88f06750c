"""Why a record was found, what speaks against it, and what is not known: codes and parameters, no sentences."""

from __future__ import annotations

from collections.abc import Iterator

from kyoso.engines.matching.index import LocalIndex
from kyoso.engines.matching.industries import distance
from kyoso.engines.matching.problem import Clearance, Query
from kyoso.engines.matching.result import Explanation, Hit, Remark
from kyoso.engines.matching.text import analyse

QUOTED = 5  # most words quoted
_SHORT = 20  # characters below which a text says too little
_MEANING = 0.35  # share of the score from which closeness of meaning is a reason
_FEW = 2  # shared words below which words are thin evidence


class NotVisibleError(ValueError):
    """The hit's chunk is not one that this viewer may see."""


def explain(index: LocalIndex, query: Query, clearance: Clearance, hit: Hit) -> Explanation:
    """Return reasons, cautions and unknowns for one hit of this viewer's search.

    Codes (parameters): reasons ``bridge_path`` (technology_id, technology, function, application, outcome, industry,
    maker_words, buyer_words, forward, strength), ``shared_words`` (words), ``close_meaning`` (share),
    ``other_industry`` and ``same_industry`` (home, industry); cautions ``only_meaning``, ``few_shared_words`` (words),
    ``weak_path`` (strength), ``nearer_than_wished`` and ``farther_than_wished`` (home, industry), ``other_language``
    (asked, found); unknown ``industry``, ``home_industry``, ``short_text`` (characters), ``no_vectors``.

    Raises:
        NotVisibleError: the hit belongs to another viewer.
    """
    if not clearance.sees(hit.chunk):
        raise NotVisibleError(f"{hit.record} is not visible with this clearance")
    return Explanation(tuple(_reasons(query, hit)), tuple(_cautions(query, hit)), tuple(_unknown(index, query, hit)))


def _reasons(query: Query, hit: Hit) -> Iterator[Remark]:
    if hit.path:
        path = hit.path
        steps = {
            name: {"ja": wording.ja, "en": wording.en}
            for name, wording in zip(("technology", "function", "application", "outcome"), path.steps, strict=True)
        }
        yield Remark(
            "bridge_path",
            {
                "technology_id": path.technology_id,
                **steps,
                "industry": path.industry,
                "maker_words": list(path.maker_words),
                "buyer_words": list(path.buyer_words),
                "forward": path.forward,
                "strength": path.strength,
            },
        )
    if hit.words:
        yield Remark("shared_words", {"words": list(hit.words[:QUOTED])})
    if _meaning(hit) >= _MEANING:
        yield Remark("close_meaning", {"share": round(_meaning(hit), 2)})
    apart = distance(query.home_industry, hit.chunk.industry)
    if apart is not None and (apart > 0) == (query.far >= 0.5):
        code = "other_industry" if apart > 0 else "same_industry"
        yield Remark(code, {"home": query.home_industry, "industry": hit.chunk.industry})


def _cautions(query: Query, hit: Hit) -> Iterator[Remark]:
    if not hit.words and not hit.path:
        yield Remark("only_meaning")
    if 0 < len(hit.words) < _FEW and not hit.path:
        yield Remark("few_shared_words", {"words": list(hit.words)})
    if hit.path and hit.path.strength < 0.4:
        yield Remark("weak_path", {"strength": hit.path.strength})
    apart = distance(query.home_industry, hit.chunk.industry)
    places = {"home": query.home_industry, "industry": hit.chunk.industry}
    if apart == 0 and query.far > 0.5:
        yield Remark("nearer_than_wished", places)
    if apart == 1 and query.far < 0.5:
        yield Remark("farther_than_wished", places)
    asked, found = analyse(query.text).lang, analyse(hit.chunk.text, hit.chunk.lang).lang
    if asked != found:
        yield Remark("other_language", {"asked": asked, "found": found})


def _unknown(index: LocalIndex, query: Query, hit: Hit) -> Iterator[Remark]:
    if distance(hit.chunk.industry, hit.chunk.industry) is None:
        yield Remark("industry")
    if distance(query.home_industry, query.home_industry) is None:
        yield Remark("home_industry")
    if len(hit.chunk.text) < _SHORT:
        yield Remark("short_text", {"characters": len(hit.chunk.text)})
    if index.resources.vectors is None:
        yield Remark("no_vectors")


def _meaning(hit: Hit) -> float:
    """Return the share of the score that came from vectors or topics."""
    total = sum(hit.recalls.values())
    return (hit.recalls.get("vectors", 0.0) + hit.recalls.get("topics", 0.0)) / total if total else 0.0
