"""Photos and documents: tokens in bytes, name and caption of files of every tier, on records of every tier."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from tests.canary.cast import record_viewers
from tests.canary.records import Made
from tests.canary.tokens import Tokens

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.models import File
from kyoso.apps.files.services.add_file import add_file


def make_files(tokens: Tokens, by: Actor, records: Iterable[Made], only: str = "") -> list[File]:
    """Add to each record a file of each tier that it takes; `only` one viewer may see any of them, where given."""
    return [
        _make(tokens, by, record, Tier(tier), frozenset({only}) if only else None)
        for record in records
        for tier in range(record.tier, 4)
    ]


def _make(tokens: Tokens, by: Actor, record: Made, tier: Tier, only: frozenset[str] | None) -> File:
    viewers = record_viewers(tier, listed=record.listed, opened_singly=record.opened_singly) if only is None else only

    def token(name: str) -> str:
        where = f"{name} of a file at {tier} of a {record.kind} at {record.tier}, listed: {record.listed}"
        return tokens.new(where, viewers)

    upload = ContentFile(f"本文 {token('bytes')}".encode(), name=f"{token('name')}.txt")
    return add_file(actor=by, kind=record.kind, code=record.code, upload=upload, tier=tier, caption=token("caption"))


def with_files(records: Iterable[Made]) -> list[Made]:
    """Choose the records to get files: all that are opened one by one, and of the others an asset of each kind."""
    chosen: dict[object, Made] = {}
    for record in records:
        if record.opened_singly:
            chosen[record.code] = record
        elif record.kind == "asset":
            chosen.setdefault((record.tier, record.listed), record)
    return list(chosen.values())
