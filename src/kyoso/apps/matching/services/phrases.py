"""The engine's coded remarks, in the reader's words, and what the record itself leaves open."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kyoso.apps.accounts.registries import industry_label
from kyoso.apps.disclosure.models import Projection

Params = Mapping[str, Any]


def say_all(remarks: Iterable[Any], but: Collection[str] = ()) -> list[str]:
    """Put the engine's remarks into words, in their order; a code without words, or in `but`, is left out."""
    told = [remark for remark in remarks if remark.code in WORDS and remark.code not in but]
    return [text for remark in told if (text := WORDS[remark.code](remark.params))]


def path_words(path: Any) -> list[str]:
    """Return technology, function, application and outcome in the reader's language; empty without a path."""
    return [] if path is None else [getattr(step, _language()) for step in path.steps]


def open_questions(shown: Projection) -> list[str]:
    """Return what to ask first: texts that this viewer does not have, whether unwritten or closed to them."""
    asked = ASSET_QUESTIONS if shown.kind == "asset" else NEED_QUESTIONS
    return [question() for name, question in asked.items() if not shown.fields.get(name)]


def own_cautions(shown: Projection) -> list[str]:
    """Return what the record itself speaks against."""
    if shown.owner.is_claimed:
        return []
    return [_("Nobody has signed up for this organisation yet: ask the network's operator to introduce you.")]


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "ja"


def _quoted(words: Iterable[str]) -> str:
    return " ".join(f"“{word}”" for word in words) if _language() == "en" else "".join(f"「{word}」" for word in words)


def _bridge_path(params: Params) -> str:
    values = {
        "technology": _quoted(params["maker_words"][:3]) or params["technology"][_language()],
        "application": params["application"][_language()],
        "outcome": params["outcome"][_language()],
        "industry": industry_label(params["industry"]),
    }
    return _("%(technology)s is used for %(application)s (%(industry)s). What it brings: %(outcome)s.") % values


def _shared_words(params: Params) -> str:
    return _("Both texts say %(words)s.") % {"words": _quoted(params["words"])}


def _close_meaning(params: Params) -> str:
    return _("The two texts are close in meaning, in different words.")


def _other_industry(params: Params) -> str:
    return _("From another industry: %(industry)s.") % {"industry": industry_label(params["industry"])}


def _same_industry(params: Params) -> str:
    return _("From your own field: %(industry)s.") % {"industry": industry_label(params["industry"])}


def _only_meaning(params: Params) -> str:
    return _("Found by meaning alone; no word and no known use ties the two.")


def _few_shared_words(params: Params) -> str:
    return _("The texts share little: only %(words)s.") % {"words": _quoted(params["words"])}


def _weak_path(params: Params) -> str:
    return _("The path is a guess: the texts hint at its ends but do not name them.")


def _nearer(params: Params) -> str:
    return _("Nearer to your own field than you asked for.")


def _farther(params: Params) -> str:
    return _("Farther from your own field than you asked for.")


def _other_language(params: Params) -> str:
    return _("Written in another language than yours.")


def _industry(params: Params) -> str:
    return _("Their industry is not stated.")


def _home_industry(params: Params) -> str:
    return _("Your own industry is not stated, so near and far cannot be told.")


def _short_text(params: Params) -> str:
    return _("The text is very short: ask what stands behind it.")


def _no_vectors(params: Params) -> str:
    return _("Word vectors are not installed: only shared words and known uses were compared.")


WORDS: dict[str, Callable[[Params], str]] = {
    "bridge_path": _bridge_path,
    "shared_words": _shared_words,
    "close_meaning": _close_meaning,
    "other_industry": _other_industry,
    "same_industry": _same_industry,
    "only_meaning": _only_meaning,
    "few_shared_words": _few_shared_words,
    "weak_path": _weak_path,
    "nearer_than_wished": _nearer,
    "farther_than_wished": _farther,
    "other_language": _other_language,
    "industry": _industry,
    "home_industry": _home_industry,
    "short_text": _short_text,
    "no_vectors": _no_vectors,
}
ASSET_QUESTIONS: dict[str, Callable[[], str]] = {
    "ability": lambda: _("No figures here: ask what they can promise."),
    "evidence": lambda: _("No evidence here: ask for data, precedents or a plant visit."),
    "conditions": lambda: _("No terms here: ask for lots, price and period."),
}
NEED_QUESTIONS: dict[str, Callable[[], str]] = {
    "requirements": lambda: _("No limits here: ask for sizes, numbers and dates."),
    "success": lambda: _("Not said here what success looks like: ask."),
    "offer": lambda: _("Not said here what they bring: ask."),
}
