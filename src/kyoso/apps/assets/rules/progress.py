"""How far the stock-taking has come (A1): by kind of asset, what is missing, and the one next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WANTED = 10
"""Assets that make a first inventory: enough to be found by, few enough for an afternoon."""

PARTS = ("summary", "ability", "number", "evidence", "conditions")
"""What makes an asset complete, besides its title; `number` is a figure in what can be promised."""

GOOD_FIRST = ("technology", "equipment", "know_how", "idle_capacity", "quality_system", "channel", "skill")
"""Kinds that are easiest to begin with, and that partners ask for first."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """The assets of one kind: how many, how many can be used already, and how many have each part."""

    kind: str
    total: int = 0
    usable: int = 0
    having: Mapping[str, int] | None = None

    @property
    def missing(self) -> dict[str, int]:
        """How many lack each part; parts that none lacks are left out."""
        having = self.having or {}
        lacking = {part: self.total - having.get(part, 0) for part in PARTS}
        return {part: number for part, number in lacking.items() if number > 0}

    @property
    def percent(self) -> int:
        """Share of all parts that are there, 0 to 100; rounded down, so that 100 means complete."""
        wanted = self.total * len(PARTS)
        return (wanted - sum(self.missing.values())) * 100 // wanted if wanted else 0


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, and about which kind of asset or which part of it."""

    what: str
    """resume | renew | begin | complete | decide | rule | done"""
    kind: str = ""
    part: str = ""


def next_step(
    counts: Sequence[KindCount], *, open_kinds: Sequence[str], passed: int, undecided: int, has_rule: bool
) -> NextStep:
    """Return one step: finish what was begun, renew what ran out, begin, complete, sort, write the rule."""
    if open_kinds:
        return NextStep("resume", open_kinds[0])
    if passed:
        return NextStep("renew", "idle_capacity")
    empty = [one.kind for one in counts if not one.total]
    begin = next((kind for kind in GOOD_FIRST if kind in empty), "")
    if begin and sum(one.usable for one in counts) < WANTED:
        return NextStep("begin", begin)
    for part in PARTS:
        for one in counts:
            if part in one.missing:
                return NextStep("complete", one.kind, part)
    if undecided:
        return NextStep("decide")
    return NextStep("done") if has_rule else NextStep("rule")


def easiest_first(counts: Sequence[KindCount]) -> list[KindCount]:
    """Return the kinds in the order in which a newcomer meets them: the easy ones, then the rest."""
    return sorted(counts, key=lambda one: GOOD_FIRST.index(one.kind) if one.kind in GOOD_FIRST else len(GOOD_FIRST))
