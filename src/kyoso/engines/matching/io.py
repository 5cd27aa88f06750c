"""Reading JSON lines for ``kyoso rank``: strict, and every fault named with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kyoso.engines.matching.problem import LANGUAGES, Chunk


class InputFaultsError(ValueError):
    """A file could not be read; ``faults`` has one line for each fault, with file and line number."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults in the order of the lines."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class RankQuery:
    """One line of a file of queries."""

    id: str
    text: str


def read_corpus(path: Path) -> list[Chunk]:
    """Read lines ``{"id", "text", "lang"?}``; several may share an id. Blank lines are passed over.

    Raises:
        InputFaultsError: every fault of the file.
    """
    rows = _read(path)
    return [Chunk(record=row["id"], text=row["text"], lang=row.get("lang") or "") for row in rows]


def read_queries(path: Path) -> list[RankQuery]:
    """Read lines ``{"id", "text"}``. Blank lines are passed over.

    Raises:
        InputFaultsError: every fault of the file, two queries of one id among them.
    """
    return [RankQuery(row["id"], row["text"]) for row in _read(path, unique=True)]


def _read(path: Path, unique: bool = False) -> list[dict[str, Any]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputFaultsError([f"{path}: {error.strerror or error}"]) from error
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    first: dict[str, int] = {}
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        row, problems = _parse(line)
        if not problems and unique and first.setdefault(row["id"], number) != number:
            problems = [f"id {row['id']} was used in line {first[row['id']]}"]
        faults.extend(f"{path}: line {number}: {problem}" for problem in problems)
        if not problems:
            rows.append(row)
    if faults:
        raise InputFaultsError(faults)
    return rows


def _parse(line: bytes) -> tuple[dict[str, Any], list[str]]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return {}, [f"invalid UTF-8 at byte {error.start + 1}"]
    except RecursionError:
        return {}, ["broken JSON: nested too deeply"]
    except ValueError as error:
        return {}, [
            f"broken JSON: {error.msg} (column {error.colno})"
            if isinstance(error, json.JSONDecodeError)
            else f"broken JSON: {error}"
        ]
    if not isinstance(row, dict):
        return {}, ["must be a JSON object"]
    return row, list(_faults(row))


def _faults(row: dict[str, Any]) -> Iterator[str]:
    yield from _text_fault(row, "id", empty=False)
    yield from _text_fault(row, "text", empty=True)
    if row.get("lang") not in (None, *LANGUAGES):
        yield "lang must be ja or en"


def _text_fault(row: dict[str, Any], key: str, empty: bool) -> Iterator[str]:
    value = row.get(key)
    if key not in row:
        yield f"{key} is missing"
    elif not isinstance(value, str):
        yield f"{key} must be a string"
    elif not empty and not value:
        yield f"{key} is empty"
    elif _has_surrogate(value):
        yield f"{key} holds half a surrogate pair, which is no character"


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in value)
