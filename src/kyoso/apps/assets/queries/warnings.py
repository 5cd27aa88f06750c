"""Where an open text seems to give a closed one away (A3), told once for each figure that several assets share."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import DismissedWarning
from kyoso.apps.assets.queries.assets import list_own_assets
from kyoso.apps.assets.rules.telling import Writing, find_telltales, is_figure, writing

MOST_COMPARED = 500
"""Latest assets among which warnings are looked for."""


@dataclass(frozen=True, slots=True)
class Warned:
    """An asset that seems to give another one away (or its own closed texts), with the words that both hold."""

    opened: Writing
    closed: Writing
    words: tuple[str, ...]
    opened_id: int
    closed_id: int


@dataclass(frozen=True, slots=True)
class Giveaway:
    """One figure, or the same few words, that open assets share with closed texts: one thing to look at."""

    words: tuple[str, ...]
    pairs: tuple[Warned, ...]

    @property
    def opened(self) -> list[Writing]:
        """The assets whose open texts hold the words, each once."""
        return list({one.opened.code: one.opened for one in self.pairs}.values())

    @property
    def closed(self) -> list[Writing]:
        """The other assets whose closed texts hold them; without those that give themselves away alone."""
        others = {one.closed.code: one.closed for one in self.pairs if one.opened.code != one.closed.code}
        return list(others.values())

    @property
    def others(self) -> list[str]:
        """What some of the pairs share besides."""
        return sorted({word for one in self.pairs for word in one.words} - set(self.words))

    @property
    def mark(self) -> str:
        """A name for it that does not tell the words."""
        return mark_of(self.words)


def find_warnings_for(actor: Actor, known: Collection[str]) -> list[Giveaway]:
    """Return what seems to give something away and is not dismissed, among texts that the actor sees (two queries)."""
    rows = list_own_assets(actor)[:MOST_COMPARED]
    numbers: dict[str, int] = {}
    writings: dict[str, Writing] = {}
    for row in rows:
        numbers[row.code] = row.record_id
        writings[row.code] = writing(row.code, row.title, row.record_tier, row.fields, row.field_tiers)
    found = [
        Warned(
            writings[one.open_code],
            writings[one.closed_code],
            one.words,
            numbers[one.open_code],
            numbers[one.closed_code],
        )
        for one in find_telltales(list(writings.values()), known)
    ]
    dismissed = _dismissed(numbers.values()) if found else set()
    return _grouped([one for one in found if (one.opened_id, one.closed_id, mark_of(one.words)) not in dismissed])


def mark_of(words: Iterable[str]) -> str:
    """Return what is kept of the words of a dismissed warning: enough to know them again, and not the words."""
    return hashlib.sha256("\n".join(sorted(words)).encode()).hexdigest()


def _grouped(found: Sequence[Warned]) -> list[Giveaway]:
    """Put pairs under the figure that most of all pairs share; those without a figure under their words."""
    spread = Counter(word for one in found for word in one.words if is_figure(word))
    groups: dict[tuple[str, ...], list[Warned]] = {}
    for one in found:
        figures = [word for word in one.words if is_figure(word)]
        key = (max(figures, key=lambda word: (spread[word], word)),) if figures else one.words
        groups.setdefault(key, []).append(one)
    return [Giveaway(words, tuple(pairs)) for words, pairs in groups.items()]


def _dismissed(ids: Collection[int]) -> set[tuple[int, int, str]]:
    rows = DismissedWarning.objects.filter(open_asset_id__in=ids)
    return set(rows.values_list("open_asset_id", "closed_asset_id", "mark"))
