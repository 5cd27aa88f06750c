"""A sheet in words: what its template shows, in the language of the sheet and no longer than the page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from kyoso.apps.accounts.registries.explained import TRL_LEVELS
from kyoso.apps.accounts.web.middleware import Request
from kyoso.apps.assets.enums import AssetKind, TechnologyField
from kyoso.apps.assets.web.shown import shown_in_words
from kyoso.apps.disclosure.models import Projection
from kyoso.apps.sheets.adapters.photos import photo_for_print
from kyoso.apps.sheets.adapters.qr import qr_svg
from kyoso.apps.sheets.queries.sheets import Sheet
from kyoso.apps.sheets.queries.window import contact_of
from kyoso.apps.sheets.rules.clearances import is_confidential
from kyoso.apps.sheets.rules.fitting import Fitted, count_lines, fit, shorten, width
from kyoso.apps.sheets.services._mail import site_link

PER_LINE = 43
"""Japanese characters in a line of the texts, beside their labels."""

PER_LEAD_LINE = 29
"""Of the first text, beside the photo."""

PER_TITLE_LINE = 37
LINES = 33
"""Lines of the texts that a page holds below a photo, by the sizes in sheet.css."""

PHOTO_LINES = 9
ROOMY = 0.55
"""A page filled no further than this is set in larger type."""

LONG_TITLE = 26
MOST_READER = 40
SHARES = (1.0, 0.88, 0.74, 0.6, 0.45, 0.3, 0.15, 0.0)
"""What part of the lines each further try may use, should a page turn out fuller than reckoned."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A sheet as somebody wants it."""

    sheet: Sheet
    language: str
    reader: str
    """Named on what is confidential."""


def html_variants(wish: Wish) -> Iterator[Callable[[], str]]:
    """Yield makers of the whole document, each with shorter texts than the one before."""
    photo, logo = (photo_for_print(file) if file else "" for file in (wish.sheet.photo, wish.sheet.logo))
    for part in SHARES:
        yield partial(_document, wish, photo, logo, part)


def _document(wish: Wish, photo: str, logo: str, part: float) -> str:
    with translation.override(wish.language):
        return render_to_string("sheets/sheet_print.html", {"sheet": sheet_context(wish, photo, logo, part)})


def sheet_context(wish: Wish, photo: str, logo: str, part: float = 1.0) -> dict[str, Any]:
    """Return what `_sheet.html` shows; `photo` and `logo` are addresses of pictures. In the language of the moment."""
    sheet = wish.sheet
    organisation, subject = sheet.organisation, sheet.asset
    name, other_name = _names(sheet, wish.language)
    address = site_link(page_of(sheet))
    title = subject.title if subject else name
    rows = _asset_rows(subject) if subject else _firm_rows(sheet)
    context = {
        "is_asset": subject is not None,
        "title": title,
        "title_is_long": width(title) > LONG_TITLE,
        "name": name,
        "other_name": other_name,
        "organisation": organisation,
        "contact": contact_of(organisation.pk),
        "kind": AssetKind(subject.category).label if subject else organisation.get_kind_display(),
        "field": TechnologyField(subject.field).label if subject and subject.field else "",
        "readiness": f"TRL {subject.trl} {TRL_LEVELS[subject.trl - 1].words.name}" if subject and subject.trl else "",
        "tier": sheet.tier,
        "is_confidential": is_confidential(sheet.tier),
        "reader": shorten(wish.reader, 1, MOST_READER),
        "now": timezone.localtime(),
        "photo": photo,
        "logo": logo,
        "caption": shorten(sheet.photo.caption, 2, 20) if sheet.photo else "",
        "qr": mark_safe(qr_svg(address)),  # noqa: S308  drawn by us from an address of ours
        "address": address,
        "language": wish.language,
        "more": sheet.total - len(sheet.assets) if subject is None else 0,
    }
    return context | _fitted(rows, organisation.wants if subject is None else None, title, bool(photo), part)


def page_of(sheet: Sheet) -> str:
    """Return the path of the page to which a sheet leads: the asset's own, or the firm's public one."""
    if sheet.asset:
        return reverse("asset_detail", args=[sheet.asset.code])
    return reverse("public_page", args=[sheet.organisation.code])


def reader_of(request: Request) -> str:
    """Return who reads, as a confidential sheet names them: the person and the firm they act for."""
    firm = next((one for one in request.memberships if one.organisation_id == request.actor.organisation_id), None)
    name = str(getattr(request.user, "name", ""))
    return f"{name} ({firm.organisation.name})" if firm else name


def page_language(request: Request) -> str:
    """Return the language asked for, else that of the page."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else (translation.get_language() or "ja")[:2]


def _names(sheet: Sheet, language: str) -> tuple[str, str]:
    """The firm's name in the language of the sheet, and the other one."""
    one = sheet.organisation
    return (one.name_en, one.name) if language == "en" and one.name_en else (one.name, one.name_en)


def _asset_rows(asset: Projection) -> list[dict[str, str]]:
    return [{"label": str(row["label"]), "head": "", "text": str(row["text"])} for row in shown_in_words(asset)]


def _firm_rows(sheet: Sheet) -> list[dict[str, str]]:
    return [
        {
            "label": str(AssetKind(row.category).label),
            "head": row.title,
            "text": row.fields.get("summary") or row.fields.get("ability", ""),
        }
        for row in sheet.assets
    ]


def _fitted(rows: list[dict[str, str]], lead: str | None, title: str, has_photo: bool, part: float) -> dict[str, Any]:
    """Share the lines of the page among its texts; the lead of an asset is its first text."""
    if lead is None:
        lead, rows = (rows[0]["text"], rows[1:]) if rows else ("", [])
    heads = sum(count_lines(row["head"], PER_TITLE_LINE) for row in rows)
    taken = heads + len(rows) // 2 + 2 * (count_lines(title, PER_TITLE_LINE) - 1)
    texts = [row["text"] for row in rows]
    beside = fit([lead], max(2, int(PHOTO_LINES * part)), PER_LEAD_LINE) if has_photo else Fitted([], False)
    room = (LINES if has_photo else LINES + PHOTO_LINES) - taken
    fitted = fit(texts if has_photo else [lead, *texts], int(room * part), PER_LINE)
    lead, *texts = [*beside.texts, *fitted.texts]
    shown = [{**row, "text": text} for row, text in zip(rows, texts, strict=True)]
    return {
        "lead": lead,
        "rows": [row for row in shown if row["head"] or row["text"]],
        "is_shortened": beside.shortened or fitted.shortened,
        "is_roomy": sum(count_lines(text, PER_LINE) for text in fitted.texts) <= room * ROOMY,
    }
