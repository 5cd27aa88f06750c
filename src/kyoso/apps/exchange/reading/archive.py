"""The zip of an export, opened with care: nothing is unpacked by its names, and nothing before it was weighed."""

import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.reading.limits import MAX_BYTES

FOLDER = "files/"
LIST = "files/list.json"
TABLES = (".xlsx", ".csv", ".json")
MOST_TABLES = 12
ENCRYPTED, IS_UTF_8 = 0x1, 0x800
PIECE = 1024 * 1024
DRIVE = re.compile(r"^[A-Za-z]:")
JUNK = re.compile(r"^__MACOSX/|(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini)$|/$")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass
class Archive:
    """An opened zip: its parts by their paths, without folders and without what operating systems leave in it."""

    zip: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def tables(self) -> Iterator[tuple[str, bytes]]:
        """Yield the tables at the top with their names. Raises Unreadable: too_large, broken_zip."""
        for path in self.parts:
            if "/" not in path and PurePosixPath(path).suffix.lower() in TABLES:
                yield path, self.read(path, MAX_BYTES)

    def files(self) -> set[str]:
        """Return the paths of photos and documents."""
        return {path for path in self.parts if path.startswith(FOLDER) and path != LIST}

    def listed(self) -> list[Any]:
        """Return what the list says of the files. Raises Unreadable: no_list, broken_list (line)."""
        if LIST not in self.parts:
            if self.files():
                raise Unreadable("no_list")
            return []
        try:
            found = json.loads(self.read(LIST, MAX_BYTES).decode("utf-8-sig"))
        except json.JSONDecodeError as error:
            raise Unreadable("broken_list", line=error.lineno) from None
        except (UnicodeDecodeError, RecursionError):
            raise Unreadable("broken_list", line=1) from None
        if not isinstance(found, list):
            raise Unreadable("broken_list", line=1)
        return found

    def read(self, path: str, most: int) -> bytes:
        """Return the bytes of a small part."""
        part = self.parts[path]
        if part.file_size > most:
            raise Unreadable("part_too_large", name=path, limit=most // 1024 // 1024)
        try:
            with self.zip.open(part) as source:
                return source.read(most + 1)
        except BROKEN:
            raise Unreadable("broken_part", name=path) from None

    def copy(self, path: str, out: IO[bytes]) -> int:
        """Unpack a part piece by piece, no further than the size it says of itself; return the bytes written."""
        try:
            with self.zip.open(self.parts[path]) as source:
                shutil.copyfileobj(source, out, PIECE)
        except BROKEN:
            raise Unreadable("broken_part", name=path) from None
        return out.tell()


@contextmanager
def open_archive(file: IO[bytes], most_bytes: int, most_parts: int) -> Iterator[Archive]:
    """Open a zip whose parts, unpacked, stay within limits.

    Raises Unreadable: broken_zip, zip_password, zip_too_full, wrong_path (name), not_an_export.
    """
    try:
        opened = zipfile.ZipFile(file)
    except (*BROKEN, ValueError):
        raise Unreadable("broken_zip") from None
    with opened:
        infos = opened.infolist()
        if len(infos) > most_parts or sum(info.file_size for info in infos) > most_bytes:
            raise Unreadable("zip_too_full", limit=most_bytes // 1024 // 1024, parts=most_parts)
        if any(info.flag_bits & ENCRYPTED for info in infos):
            raise Unreadable("zip_password")
        yield Archive(opened, _parts(infos))


def _parts(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    parts = {_path(info): info for info in infos}
    kept = {path: info for path, info in parts.items() if not JUNK.search(path)}
    top = _one_folder(kept)
    found = {path.removeprefix(top): info for path, info in kept.items()}
    if not any(path == LIST or path.startswith(FOLDER) or _is_table(path) for path in found):
        raise Unreadable("not_an_export")
    if sum(_is_table(path) for path in found) > MOST_TABLES:
        raise Unreadable("not_an_export")
    return found


def _is_table(path: str) -> bool:
    return "/" not in path and PurePosixPath(path).suffix.lower() in TABLES


def _path(info: zipfile.ZipInfo) -> str:
    """The path of a part; one that leads out of the zip is refused, though nothing is ever written by it."""
    path = info.filename if info.flag_bits & IS_UTF_8 else _said_in_japanese(info.filename)
    path = path.replace("\\", "/")
    if path.startswith("/") or DRIVE.match(path) or ".." in path.split("/"):
        raise Unreadable("wrong_path", name=path[:80])
    return path


def _said_in_japanese(name: str) -> str:
    """Windows packs names again in Shift_JIS, without saying so."""
    try:
        return name.encode("cp437").decode("cp932")
    except UnicodeError:
        return name


def _one_folder(parts: dict[str, zipfile.ZipInfo]) -> str:
    """Who unpacks a zip and packs it again often has one folder around all."""
    tops = {path.partition("/")[0] for path in parts}
    inside = all("/" in path for path in parts)
    return f"{tops.pop()}/" if len(tops) == 1 and inside and tops != {FOLDER.rstrip("/")} else ""
