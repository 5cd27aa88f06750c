from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.enums import AssetKind, AssetStatus, TechnologyField
from kyoso.apps.assets.queries import get_asset_for, get_asset_to_edit, list_own_assets, list_passed_assets
from kyoso.apps.assets.rules.idle import is_past
from kyoso.apps.assets.services.save_asset import archive_asset, create_asset, edit_asset, restore_asset
from kyoso.apps.assets.web.forms import AssetFilterForm, AssetForm, in_pieces
from kyoso.apps.assets.web.shown import shown_in_words
from kyoso.apps.assets.web.tabs import asset_tabs
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models.projection import ProjectionQuerySet
from kyoso.apps.disclosure.queries import history_of, tiers_for
from kyoso.apps.disclosure.services.access import log_view
from kyoso.apps.disclosure.web.guards import absent_as_404, for_members, hands_back
from kyoso.apps.disclosure.web.history import history_rows
from kyoso.apps.disclosure.web.tiered import initial_for
from kyoso.apps.files.queries import main_photos_for
from kyoso.apps.files.web.section import files_section
from kyoso.shared.locking import Conflict

PAGE = 30
COLUMNS = ("kind", "field", "trl")
PASSED = "passed"


@for_members
def asset_list(request: Request) -> HttpResponse:
    """List the assets of one's own organisation (A1)."""
    form = AssetFilterForm(request.GET)
    found: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    page = Paginator(_found(request.actor, found), PAGE).get_page(request.GET.get("page"))
    today, photos = timezone.localdate(), main_photos_for(request.actor, [("asset", row.record_id) for row in page])
    rows = [
        {
            "asset": row,
            "photo": photos.get(("asset", row.record_id)),
            "kind": AssetKind(row.category).label,
            "is_past": is_past(row.fields.get("period", ""), today),
        }
        for row in page
    ]
    narrowed = any(found.get(name) not in (None, "") for name in ("q", "kind", "tier", "status", "missing"))
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "narrowed": narrowed,
        "is_archive": found.get("status") == AssetStatus.ARCHIVED,
        "asset_tabs": asset_tabs("asset_list"),
    }
    return render(request, "assets/_asset_rows.html" if request.htmx else "assets/asset_list.html", context)


def _found(actor: Actor, found: dict[str, Any]) -> ProjectionQuerySet:
    status = found.get("status") or AssetStatus.ACTIVE
    rows = list_own_assets(
        actor,
        text=found.get("q", ""),
        kind=found.get("kind", ""),
        tier=found.get("tier"),
        status=AssetStatus.ACTIVE if status == PASSED else status,
        missing=found.get("missing", ""),
    )
    return rows.filter(pk__in=[row.pk for row in list_passed_assets(actor)]) if status == PASSED else rows


@absent_as_404
def asset_detail(request: Request, code: str) -> HttpResponse:
    """Show an asset as the viewer may see it; a look at NDA content of others is logged (E2)."""
    asset = get_asset_for(request.actor, code)
    log_view(actor=request.actor, shown=asset)
    context = {
        "asset": asset,
        "is_own": asset.owner_id == request.actor.organisation_id,
        "files": files_section(request, asset),
        "kind_label": AssetKind(asset.category).label,
        "field_label": TechnologyField(asset.field).label if asset.field else "",
        "texts": shown_in_words(asset),
        "is_past": is_past(asset.fields.get("period", ""), timezone.localdate()),
    }
    return render(request, "assets/asset_detail.html", context)


@for_members
def asset_create(request: Request) -> HttpResponse:
    """Take a new asset into the inventory (A1)."""
    tiers = tiers_for(request.actor)
    form = AssetForm(
        request.POST or None, tiers=tiers, initial={"tier": int(max(tiers[0], 1)), "kind": request.GET.get("kind")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            asset = create_asset(actor=request.actor, values=form.values())
        except ValidationError as error:
            form.add_errors(error)
        else:
            messages.success(request, _("The asset was saved."))
            return redirect("asset_detail", asset.code)
    return render(request, "assets/asset_form.html", {"form": form}, status=422 if form.errors else 200)


@for_members
@hands_back(AssetForm)
def asset_edit(request: Request, code: str) -> HttpResponse:
    """Change an asset; whoever saves second sees both texts and loses nothing."""
    asset, opened = get_asset_to_edit(request.actor, code)
    tiers = sorted({*tiers_for(request.actor), Tier(asset.tier)})
    initial = in_pieces(initial_for(asset, opened, COLUMNS))
    form = AssetForm(request.POST or None, tiers=tiers, open_texts=opened, initial=initial)
    differences = None
    if request.method == "POST" and form.is_valid():
        try:
            if form.has_newly_closed():
                raise Conflict(asset)
            edit_asset(actor=request.actor, code=code, version=form.cleaned_data["version"] or 0, values=form.values())
        except ValidationError as error:
            form.add_errors(error)
        except Conflict as conflict:
            saved = in_pieces(initial_for(conflict.current, opened, COLUMNS))
            differences = form.accept_version(conflict.current, saved)
        else:
            messages.success(request, _("The asset was saved."))
            return redirect("asset_detail", code)
    context = {"form": form, "asset": asset, "differences": differences}
    status = 422 if form.errors else 409 if differences is not None or form.has_newly_closed() else 200
    return render(request, "assets/asset_form.html", context, status=status)


@require_POST
@for_members
def asset_archive(request: Request, code: str) -> HttpResponse:
    """Put an asset away; it can be brought back."""
    archive_asset(actor=request.actor, code=code)
    messages.success(request, _("The asset was archived."))
    return redirect("asset_detail", code)


@require_POST
@for_members
def asset_restore(request: Request, code: str) -> HttpResponse:
    """Bring an archived asset back into use."""
    restore_asset(actor=request.actor, code=code)
    messages.success(request, _("The asset is in use again."))
    return redirect("asset_detail", code)


@absent_as_404
@for_members
def asset_history(request: Request, code: str) -> HttpResponse:
    """Show the organisation's own people who changed what, as far as it is open to them (H2)."""
    record, _opened = get_asset_to_edit(request.actor, code)
    context = {
        "record": get_asset_for(request.actor, code),
        "record_url": reverse("asset_detail", args=[code]),
        "rows": history_rows(history_of(request.actor, record), AssetForm),
    }
    return render(request, "disclosure/history.html", context)
