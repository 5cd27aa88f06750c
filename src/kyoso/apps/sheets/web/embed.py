"""A small view of a firm's public page for other sites: what visitors see, no form, script or cookie (A6)."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.web.guards import denied_as_404, or_404
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.enums import AssetKind
from kyoso.apps.files.queries import logo_of
from kyoso.apps.sheets.queries.public import get_public_organisation, list_public_records
from kyoso.apps.sheets.services._mail import site_link

MOST = 4
FRAMED = {"frame-ancestors": ["*"], "script-src": ["'none'"], "form-action": ["'none'"], "connect-src": ["'none'"]}


@require_safe
@xframe_options_exempt
@csp_replace(FRAMED)
@denied_as_404
def public_embed(request: Request, code: str) -> HttpResponse:
    """Show a firm in a frame of any site; drawn without the request, so that nothing of the viewer is in it."""
    organisation = or_404(get_public_organisation(code))
    assets = list_public_records(organisation, "asset")
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {
            "organisation": organisation,
            "assets": [{"shown": row, "kind": AssetKind(row.category).label} for row in assets.rows[:MOST]],
            "more": max(assets.total - MOST, 0),
            "language": language,
            "logo": logo_of(ANONYMOUS, organisation.pk),
            "site": site_link(""),
        }
        answer = HttpResponse(render_to_string("sheets/public_embed.html", context))
    answer["Referrer-Policy"] = "no-referrer"
    return answer
