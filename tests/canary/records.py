"""One record for every combination of kind, state, tier of the record and tier of each text; a token in each text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from tests.canary.cast import OWN, record_viewers
from tests.canary.tokens import Tokens

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.models import Asset
from kyoso.apps.disclosure.models import TieredRecord
from kyoso.apps.disclosure.services.save import save_record
from kyoso.apps.needs.models import Need


@dataclass(frozen=True)
class State:
    """A state of a kind of record: the columns that make it, and whether others may find it."""

    name: str
    values: dict[str, Any]
    listed: bool


STATES: dict[type[TieredRecord], list[State]] = {
    Asset: [State("active", {"status": "active"}, True), State("archived", {"status": "archived"}, False)],
    Need: [
        State("published", {"status": "published"}, True),
        State("draft", {"status": "draft"}, False),
        State("closed", {"status": "closed", "close_reason": "postponed"}, False),
    ],
}
OWN_NOTES: dict[type[TieredRecord], dict[str, set[str]]] = {Asset: {}, Need: {"close_note": {"closed"}}}
"""Texts without a tier that only the owner's people see, with the states in which a page shows them."""

PLAIN_COLUMNS = {"code"}
"""Text columns that are no secret."""


@dataclass(frozen=True)
class Made:
    """A record of the world, as far as tests need to know it."""

    kind: str
    code: str
    pk: int
    tier: int
    listed: bool
    opened_singly: bool


def tiered_models() -> list[type[TieredRecord]]:
    """Return every concrete kind of tiered record, however deep it is derived."""

    def below(parent: type[TieredRecord]) -> Iterator[type[TieredRecord]]:
        for child in parent.__subclasses__():
            if not child._meta.abstract and child.__module__.startswith("kyoso."):
                yield child
            yield from below(child)

    return sorted(set(below(TieredRecord)), key=lambda model: model.__name__)


def text_columns(model: type[TieredRecord]) -> set[str]:
    """Return the columns of a model into which somebody may write what they like."""
    written = (models.CharField, models.TextField)
    return {field.name for field in model._meta.fields if isinstance(field, written) and not field.choices}


def combinations() -> Iterator[tuple[int, int]]:
    """Yield (tier of the record, shift): over the shifts each text takes each tier from the record's own up."""
    for tier in range(4):
        for shift in range(4 - tier):
            yield tier, shift


def make_maker_records(tokens: Tokens, by: Actor) -> list[Made]:
    """Fill the maker's shelves: all kinds, states and tiers; the unshifted ones are those opened one by one."""
    return [
        _make(tokens, by, model, state, tier, shift, opened_singly=shift == 0)
        for model in tiered_models()
        for state in STATES[model]
        for tier, shift in combinations()
    ]


def make_unapproved_records(tokens: Tokens, by: Actor, owner: str) -> list[Made]:
    """What an organisation that is not approved calls public is nobody's business but its own."""
    return [
        _make(tokens, by, model, STATES[model][0], tier, 0, only=frozenset({owner}))
        for model in tiered_models()
        for tier in range(4)
    ]


def _make(
    tokens: Tokens,
    by: Actor,
    model: type[TieredRecord],
    state: State,
    tier: int,
    shift: int,
    *,
    opened_singly: bool = False,
    only: frozenset[str] | None = None,
) -> Made:
    def token(name: str, text_tier: int) -> str:
        viewers = record_viewers(text_tier, listed=state.listed, opened_singly=opened_singly)
        where = f"{model.KIND} {state.name}, record at {tier}: {name} at {text_tier}"
        return tokens.new(where, viewers if only is None else only)

    tiers = {name: tier + (number + shift) % (4 - tier) for number, name in enumerate(model.TIERED)}
    texts = {name: token(name, text_tier) for name, text_tier in tiers.items()}
    notes = {}
    for name, states in OWN_NOTES[model].items():
        viewers = record_viewers(tier, listed=False, opened_singly=opened_singly) & OWN if only is None else only
        notes[name] = tokens.new(f"{model.KIND} {state.name}: {name}", viewers, shown=state.name in states)
    record = model(owner_id=by.organisation_id)
    values = {"title": token("title", tier), "tier": tier, "field_tiers": tiers, **texts, **notes, **state.values}
    save_record(actor=by, record=record, values=values, verb="canary_made")
    return Made(model.KIND, record.code, record.pk, tier, state.listed, opened_singly)
