"""Searching organisations (D1): profiles of those in the network, which are public, in the order of their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyoso.apps.accounts.enums import OrganisationKind
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.registries import industry_label, prefecture_label
from kyoso.apps.accounts.registries.industries import expand_industry
from kyoso.apps.directory import adapters
from kyoso.apps.directory.queries import Option, approved_organisations, changing_now
from kyoso.apps.disclosure.rules import Clearance

FACETS = {"kind": "category", "industry": "industry", "prefecture": "prefecture"}
"""Filters of organisations, and what the engine calls them."""


@dataclass(frozen=True, slots=True)
class OrganisationFilters:
    """What a searcher chose; several values of one filter widen it, several filters narrow."""

    text: str = ""
    kind: Sequence[str] = ()
    industry: Sequence[str] = ()
    """JSIC major groups (24) or whole divisions (E)."""
    prefecture: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OrganisationResults:
    """One page of organisations, how many there are in all, and the counts of each filter."""

    rows: list[Organisation]
    total: int
    facets: dict[str, list[Option]]


def find_organisations(filters: OrganisationFilters, offset: int = 0, limit: int = 20) -> OrganisationResults:
    """Return one page of what fits: names that hold every word first, then in the order of their kana.

    Raises adapters.SearchNotReady before the first build.
    """
    mask = adapters.mask_of(Clearance(), {}, *changing_now())
    question = adapters.Question(
        kind="organisation",
        words=[[word] for word in filters.text.split()],
        chosen={
            "category": tuple(filters.kind),
            "industry": tuple(group for code in filters.industry for group in expand_industry(code)),
            "prefecture": tuple(filters.prefecture),
        },
        by_name=True,
    )
    found = adapters.find(question, mask, offset, limit)
    counted = adapters.facets(question, mask, list(FACETS.values()))
    facets = {
        name: [Option(value, _label(name, value), count) for value, count in counted[facet]]
        for name, facet in FACETS.items()
    }
    return OrganisationResults(approved_organisations(found.keys), found.total, facets)


def _label(name: str, value: str) -> str:
    if name == "kind":
        return str(dict(OrganisationKind.choices).get(value, value))
    return (industry_label if name == "industry" else prefecture_label)(value) or value
