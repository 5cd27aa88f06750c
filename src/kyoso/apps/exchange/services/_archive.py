"""The zip of an export: tables at the top, photos and documents below `files/`, and a list that says whose they are."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable
from typing import IO, Any, NamedTuple

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.queries import visible_to
from kyoso.apps.files.adapters.storage import open_stored
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import files_of

FOLDER = "files"
LIST = f"{FOLDER}/list.json"
PIECE = 1024 * 1024
EVERY = 5


class Attached(NamedTuple):
    """A file, with code and title of the record that it belongs to."""

    record: str
    title: str
    file: File


def attached_files(actor: Actor, organisation_id: int) -> list[Attached]:
    """Return the files that the actor may see, each with the code of its record: numbers mean nothing elsewhere."""
    rows = visible_to(actor).filter(owner_id=organisation_id)
    told = rows.values_list("kind", "record_id", "code", "title")
    named = {(kind, number): (code, title) for kind, number, code, title in told}
    files = files_of(actor, organisation_id)
    return [Attached(*named[key], file) for file in files if (key := (file.kind, file.record_id)) in named]


def write_archive(
    out: IO[bytes], parts: Iterable[tuple[str, bytes]], attached: list[Attached], told: Callable[[int], None]
) -> None:
    """Write tables and files; each file lies under the kind and code of its record, and is in memory in pieces only."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
        listed = []
        for number, (record, title, file) in enumerate(attached, start=1):
            path = f"{FOLDER}/{file.kind}/{record}/{file.code}-{file.name}"
            if _write_file(archive, path, file):
                listed.append({"path": path, "record": record, "title": title, **_told_of(file)})
            if number % EVERY == 0:
                told(number)
        if listed:
            archive.writestr(LIST, json.dumps(listed, ensure_ascii=False, indent=2))


def _write_file(archive: zipfile.ZipFile, path: str, file: File) -> bool:
    """Pictures and documents are packed already: packing them again costs time and saves nothing."""
    entry = zipfile.ZipInfo(path, date_time=file.updated_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if file.media_type.startswith("text/") else zipfile.ZIP_STORED
    try:
        with open_stored(file.stored) as content, archive.open(entry, "w", force_zip64=True) as written:
            shutil.copyfileobj(content, written, PIECE)
    except FileNotFoundError:
        return False
    return True


def _told_of(file: File) -> dict[str, Any]:
    return {
        "kind": file.kind,
        "code": file.code,
        "name": file.name,
        "caption": file.caption,
        "tier": int(file.tier),
        "sha256": file.sha256,
    }
