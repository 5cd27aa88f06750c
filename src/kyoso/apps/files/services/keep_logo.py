"""The logo of a firm (A5, A6): one picture, public as its profile, drawn anew like every other."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File as Upload
from django.db import transaction
from django.utils.translation import gettext as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.rules import can_edit_organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.adapters.prepare import prepare_file
from kyoso.apps.files.adapters.storage import stored
from kyoso.apps.files.models import File
from kyoso.apps.files.rules import LOGO
from kyoso.apps.files.services.add_file import claim_room
from kyoso.apps.files.services.edit_file import take_away
from kyoso.apps.files.services.log import log_change


def keep_logo(*, actor: Actor, upload: "Upload[bytes]") -> File:
    """Take a picture as the logo of the organisation acted for, in place of the one before.

    Raises PermissionDenied for all but owners and managers, ValidationError for what is no picture or too large.
    """
    owner_id = _managed(actor)
    prepared = prepare_file(upload)
    if prepared.thumbnail is None:
        raise ValidationError(_("A logo is a picture: JPEG, PNG, WebP or GIF."))
    with stored(prepared) as (content, thumbnail), transaction.atomic():
        claim_room(owner_id, prepared)
        _take_all(actor, owner_id)
        file = File.objects.create(
            kind=LOGO,
            record_id=owner_id,
            owner_id=owner_id,
            tier=Tier.PUBLIC,
            stored=content,
            thumbnail=thumbnail,
            uploaded_by_id=actor.person_id,
            **prepared.columns,
        )
        log_change("file_added", actor, file)
    return file


def drop_logo(*, actor: Actor) -> None:
    """Take the logo away; nothing where there is none. Raises PermissionDenied."""
    owner_id = _managed(actor)
    with transaction.atomic():
        _take_all(actor, owner_id)


def _managed(actor: Actor) -> int:
    if actor.organisation_id is None or not can_edit_organisation(actor, actor.organisation_id):
        raise PermissionDenied
    return actor.organisation_id


def _take_all(actor: Actor, owner_id: int) -> None:
    for file in File.objects.filter(kind=LOGO, record_id=owner_id, owner_id=owner_id):
        take_away(actor, file)
