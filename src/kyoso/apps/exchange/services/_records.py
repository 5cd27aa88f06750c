"""Assets and needs alike: how each is read, written, moved and taken back; nothing but their own services is called."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.assets.enums import AssetStatus
from kyoso.apps.assets.services import exchange_assets
from kyoso.apps.assets.services.save_asset import archive_asset, create_asset, edit_asset, restore_asset
from kyoso.apps.exchange.columns import asset_columns, file_columns, need_columns, organisation_columns
from kyoso.apps.exchange.reading.columns import Column
from kyoso.apps.needs.enums import CloseReason, NeedStatus
from kyoso.apps.needs.services import exchange_needs
from kyoso.apps.needs.services.save_need import close_need, create_need, edit_need, publish_need

Values = Mapping[str, Any]
Found = Iterator[tuple[Any, dict[str, str]]]


@dataclass(frozen=True)
class Records:
    """A kind of record, as importing and exporting deal with it."""

    kind: str
    texts: tuple[str, ...]
    columns: tuple[Column, ...]
    plain: tuple[str, ...]
    """Columns of the record besides title, tier and texts."""

    cleared: frozenset[str]
    """Those of them that an empty cell empties; in the others it leaves what there is."""

    to_edit: Callable[[Actor, Collection[str] | None], Found]
    create: Callable[..., Any]
    edit: Callable[..., Any]
    move: Callable[[Actor, Any, Values], Any]
    """Bring a record to the status of a row, and return it."""

    remove: Callable[..., None]
    put_away: Callable[[Actor, Any], Any]
    first_status: str

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)

    def one(self, actor: Actor, code: str) -> tuple[Any, dict[str, str]] | None:
        """Return a record with its open texts, None where it is closed to the actor."""
        return next(self.to_edit(actor, [code]), None)


def _move_asset(actor: Actor, asset: Any, values: Values) -> Any:
    wanted = values.get("status") or asset.status
    if wanted == asset.status:
        return asset
    move = archive_asset if wanted == AssetStatus.ARCHIVED else restore_asset
    return move(actor=actor, code=asset.code)


def _move_need(actor: Actor, need: Any, values: Values) -> Any:
    wanted = values.get("status") or need.status
    if wanted == need.status:
        return need
    if wanted == NeedStatus.CLOSED:
        reason = values.get("close_reason") or CloseReason.NO_LONGER
        return close_need(actor=actor, code=need.code, reason=reason, note=values.get("close_note") or "")
    return publish_need(actor=actor, code=need.code)


def _put_away_asset(actor: Actor, asset: Any) -> Any:
    return _move_asset(actor, asset, {"status": AssetStatus.ARCHIVED})


def _put_away_need(actor: Actor, need: Any) -> Any:
    return _move_need(actor, need, {"status": NeedStatus.CLOSED})


ASSETS = Records(
    kind="asset",
    texts=exchange_assets.TEXTS,
    columns=asset_columns(exchange_assets.TEXTS),
    plain=("kind", "field", "trl"),
    cleared=frozenset({"field", "trl"}),
    to_edit=exchange_assets.assets_to_edit,
    create=create_asset,
    edit=edit_asset,
    move=_move_asset,
    remove=exchange_assets.remove_asset,
    put_away=_put_away_asset,
    first_status=AssetStatus.ACTIVE,
)
NEEDS = Records(
    kind="need",
    texts=exchange_needs.TEXTS,
    columns=need_columns(exchange_needs.TEXTS),
    plain=("direction", "partner_kinds", "source", "due"),
    cleared=frozenset({"partner_kinds", "due"}),
    to_edit=exchange_needs.needs_to_edit,
    create=create_need,
    edit=edit_need,
    move=_move_need,
    remove=exchange_needs.remove_need,
    put_away=_put_away_need,
    first_status=NeedStatus.DRAFT,
)
RECORDS = {records.kind: records for records in (ASSETS, NEEDS)}


def columns_of(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind of import."""
    if kind in RECORDS:
        return RECORDS[kind].columns
    return file_columns() if kind == "file" else organisation_columns()


def column_of(kind: str, name: str) -> Column:
    """Return one column of a kind of import."""
    return next(column for column in columns_of(kind) if column.name == name)
