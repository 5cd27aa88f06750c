"""The files of a record as a part of its page."""

from typing import Any

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.disclosure.rules import can_edit
from kyoso.apps.files.queries import list_files_for
from kyoso.apps.files.services.access import log_list_view


def files_section(request: Request, record: Projection) -> dict[str, Any]:
    """Return what `files/_section.html` shows under the name `files`; a look at NDA captions of others is logged."""
    files = list_files_for(request.actor, record.kind, record.record_id)
    log_list_view(actor=request.actor, files=files)
    return {
        "record": record,
        "all": files,
        "pictures": [file for file in files if file.is_image],
        "documents": [file for file in files if not file.is_image],
        "can_edit": can_edit(request.actor, record.owner_id),
    }
