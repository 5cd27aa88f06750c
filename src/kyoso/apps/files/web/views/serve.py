"""Handing out bytes: the only way to them, which asks the door each time."""

import logging
from typing import cast

from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.web.guards import absent_as_404
from kyoso.apps.files.adapters.storage import open_stored
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import get_file_for
from kyoso.apps.files.services.access import log_file_view

SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "none",
}
"""Whatever a file holds, a browser runs none of it."""

NOT_MODIFIED = 304

log = logging.getLogger(__name__)


@require_safe
@absent_as_404
def file_detail(request: Request, code: str) -> HttpResponse:
    """Hand out a file: a picture to be shown, a document to be saved."""
    file = get_file_for(request.actor, code)
    return _answer(request, file, "content", file.stored, file.media_type, file.name)


@require_safe
@absent_as_404
def file_thumbnail(request: Request, code: str) -> HttpResponse:
    """Hand out the small picture of a picture."""
    file = get_file_for(request.actor, code)
    if not file.thumbnail:
        raise Http404
    return _answer(request, file, "thumbnail", file.thumbnail, "image/webp", "small.webp")


def _answer(request: Request, file: File, part: str, stored: str, media_type: str, name: str) -> HttpResponse:
    etag = quote_etag(f"{file.sha256[:32]}-{part}")
    same = get_conditional_response(request, etag=etag)
    answer = _with_headers(cast(HttpResponse, same) if same else _opened(stored, media_type), file, etag, name)
    if same is None or same.status_code == NOT_MODIFIED:
        log_file_view(actor=request.actor, file=file, part=part)
    return answer


def _opened(stored: str, media_type: str) -> HttpResponse:
    try:
        return cast(HttpResponse, FileResponse(open_stored(stored), content_type=media_type))
    except FileNotFoundError as error:
        log.error("The bytes of a file are missing from the storage: %s", stored)
        raise Http404 from error


def _with_headers(answer: HttpResponse, file: File, etag: str, name: str) -> HttpResponse:
    """Nothing is kept by anybody between; what is above public not even by the viewer's own browser."""
    is_public = file.shown_tier == Tier.PUBLIC
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache" if is_public else "private, no-store"
    answer.headers["Content-Disposition"] = content_disposition_header(not file.is_image, name) or "inline"
    for header, value in SAFE.items():
        answer.headers[header] = value
    return answer
