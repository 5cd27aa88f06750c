"""Saving a tiered record: one way for every kind, so that none forgets its projections, its lock or its journal row."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.db.models import CharField, TextField
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import TieredRecord
from kyoso.apps.disclosure.queries import clearance_for, editable_fields
from kyoso.apps.disclosure.rules import can_edit, tiers_offered
from kyoso.apps.disclosure.services.project import project
from kyoso.apps.disclosure.services.version import keep_version
from kyoso.apps.journal.services.record import record_event
from kyoso.shared.locking import claim_version
from kyoso.shared.text import clean_line, clean_text


def save_record(
    *, actor: Actor, record: TieredRecord, values: Mapping[str, Any], verb: str, seen: int | None = None
) -> None:
    """Write `values` into a record, project it, and journal `verb`, all or nothing.

    `seen` is the version that the editor saw, None for a new record. Texts that the actor may not see keep what they
    hold, whatever `values` says. Raises PermissionDenied for anyone but the owner's people, ValidationError naming the
    fields at fault, Conflict when somebody saved first.
    """
    if not can_edit(actor, record.owner_id):
        raise PermissionDenied
    editable = editable_fields(actor, record)
    _check_tiers(actor, record, values, editable)
    _write(record, values, editable)
    _clean_texts(record)
    _check_texts(record)
    record.full_clean(exclude=["owner", "code"], validate_unique=False)
    with transaction.atomic():
        if seen is not None:
            claim_version(record, seen)
        record.save()
        project(record)
        keep_version(actor=actor, record=record, verb=verb)
        record_event(
            verb,
            subject=(record.KIND, record.pk),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            data={"version": record.version, "tier": record.tier},
        )


def _write(record: TieredRecord, values: Mapping[str, Any], editable: frozenset[str]) -> None:
    for name, value in values.items():
        if name == "field_tiers":
            record.field_tiers = _tiers_of_texts(record, value, editable)
        elif name not in record.TIERED or name in editable:
            setattr(record, name, value)


def _tiers_of_texts(record: TieredRecord, given: Mapping[str, int | None], editable: frozenset[str]) -> dict[str, int]:
    """Tiers that are not mentioned, or belong to texts closed to the editor, stay as they are.

    A tier is kept even where the record itself is as strict: the text must not open when the record opens again.
    """
    kept = {name: tier for name, tier in record.field_tiers.items() if name not in editable or name not in given}
    return kept | {name: int(tier) for name, tier in given.items() if name in editable and tier}


def _check_tiers(actor: Actor, record: TieredRecord, values: Mapping[str, Any], editable: frozenset[str]) -> None:
    """Opening a record or a text is for leads and up; closing it further than one sees oneself would lose it."""
    if "tier" not in values and "field_tiers" not in values:
        return
    offered = tiers_offered(actor, clearance_for(actor).tier_for(record.owner_id, (record.KIND, record.pk or 0)))
    is_new, before, after = record.pk is None, record.tier, values.get("tier", record.tier)
    refused = after not in offered and (is_new or before != after)
    for name, given in values.get("field_tiers", {}).items():
        if name in editable:
            held, wanted = max(before, record.field_tiers.get(name, 0)), max(after, given or 0)
            refused |= wanted > max(offered) or (not is_new and wanted < held and wanted not in offered)
    if refused:
        raise ValidationError({"tier": _("Your role does not allow this disclosure tier.")})


def _clean_texts(record: TieredRecord) -> None:
    """Bring every text into stored form, whoever sent it: a page, a file, a command."""
    for field in record._meta.fields:
        if isinstance(field, CharField | TextField) and not field.choices:
            clean = clean_text if isinstance(field, TextField) else clean_line
            setattr(record, field.attname, clean(str(getattr(record, field.attname) or "")))


def _check_texts(record: TieredRecord) -> None:
    """A title must say something. Databases and models take a text of any length; pages and sheets do not."""
    faults: dict[str, ValidationError] = {}
    if not record.title:
        faults["title"] = ValidationError(_("Write a title: this one has nothing to read in it."))
    for field in record._meta.fields:
        if isinstance(field, TextField) and field.max_length:
            try:
                MaxLengthValidator(field.max_length)(getattr(record, field.attname))
            except ValidationError as fault:
                faults[field.name] = fault
    if faults:
        raise ValidationError(faults)
