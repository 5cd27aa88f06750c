"""Imports and exports as long work: what the queue calls, and the words for how it ended."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.exchange.models import Export, Import
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.services.check_import import Step, check_import
from kyoso.apps.exchange.services.make_export import make_export
from kyoso.apps.exchange.services.run_import import run_import
from kyoso.apps.exchange.services.undo_import import undo_import
from kyoso.apps.jobs.kinds import Kind, register
from kyoso.apps.jobs.services.run_job import GiveUp, Work


def _import_of(work: Work) -> Import:
    batch = Import.objects.filter(code=work.subject).first()
    if batch is None:
        raise GiveUp("gone")
    return batch


def _check(work: Work) -> None:
    try:
        check_import(actor=work.actor(), batch=_import_of(work), step=work.step)
    except (Unreadable, FileNotFoundError):
        raise GiveUp("unreadable") from None
    work.say("checked")


def _run(work: Work) -> None:
    actor = work.actor()
    counts = run_import(actor=actor, batch=_import_of(work), step=_watched(work, actor))
    work.say("imported", create=counts["create"], change=counts["change"], fault=counts["fault"])


def _watched(work: Work, actor: Actor) -> Step:
    """Whose role changes while the work is done stops at the next step, and that step is taken back."""

    def step(done: int, total: int) -> None:
        if work.actor() != actor:
            raise PermissionDenied
        work.step(done, total)

    return step


def _undo(work: Work) -> None:
    try:
        actor = work.actor()
        undo_import(actor=actor, batch=_import_of(work), step=_watched(work, actor))
    except ValidationError:
        raise GiveUp("too_late") from None
    work.say("undone")


def _export(work: Work) -> None:
    export = Export.objects.filter(code=work.subject).first()
    if export is None:
        raise GiveUp("gone")
    actor = work.actor()
    make_export(actor=actor, export=export, step=_watched(work, actor))
    work.say("exported")


MESSAGES = {
    "checked": _("The file was checked."),
    "unreadable": _("The file could not be read any more. Please send it again."),
    "gone": _("It was removed meanwhile."),
    "imported": _("%(create)s new, %(change)s changed, %(fault)s to be mended."),
    "undone": _("The import was undone."),
    "too_late": _("This import can no longer be undone."),
    "exported": _("The file is ready."),
}


def _import_page(code: str) -> str:
    return reverse("import_detail", args=[code])


def _export_page(code: str) -> str:
    return reverse("export_detail", args=[code])


def register_all() -> None:
    """Tell the queue what it may be asked to do."""
    register(Kind("import_check", _("Checking a file"), _check, _import_page, MESSAGES))
    register(Kind("import_run", _("Import"), _run, _import_page, MESSAGES))
    register(Kind("import_undo", _("Undoing an import"), _undo, _import_page, MESSAGES))
    register(Kind("export", _("Export"), _export, _export_page, MESSAGES))
