"""Every text of the interface is in its app's Japanese catalogue, translated, and nothing else is (H4)."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from tests.architecture.sources import PACKAGE, name_of
from tests.conftest import CI

CATALOGUES = sorted(PACKAGE.rglob("locale/ja/LC_MESSAGES/django.po"))
SPEAKING = re.compile(
    r"\b(?:gettext|gettext_lazy|ngettext|pgettext|pgettext_lazy|ngettext_lazy)\b|{% (?:block)?trans(?:late)?\b"
)
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ja")


def texts(message: Message) -> list[str]:
    """The translations of a message; Japanese has one form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def sources(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, sources(message)[0]) for message in catalogue if message.id}


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_catalogue_is_complete(path):
    missing = [sources(message)[0] for message in read(path) if message.id and not all(texts(message))]
    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_catalogue_has_nothing_doubtful_or_left_over(path):
    assert [message.id for message in read(path) if message.id and message.fuzzy] == []
    assert "\n#~" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_translations_keep_the_places_to_fill(path):
    wrong = []
    for message in read(path):
        wanted = {place for source in sources(message) for place in PLACE.findall(source)}
        wrong += [text for text in texts(message) if message.id and not set(PLACE.findall(text)) <= wanted]
        if message.id and isinstance(message.id, str):
            wrong += [text for text in texts(message) if set(PLACE.findall(text)) != wanted]
    assert wrong == []


def folders() -> Iterator[Path]:
    """Every folder that speaks to people and so needs a catalogue of its own."""
    for folder in [PACKAGE / "web", PACKAGE / "config", *sorted((PACKAGE / "apps").iterdir())]:
        files = [*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")] if folder.is_dir() else []
        if any(SPEAKING.search(path.read_text(encoding="utf-8")) for path in files):
            yield folder


@pytest.mark.parametrize("folder", list(folders()), ids=name_of)
def test_catalogue_is_up_to_date(folder, tmp_path):
    if shutil.which("xgettext") is None:
        reason = "xgettext is missing: install the package gettext"
        pytest.fail(reason) if CI else pytest.skip(reason)
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "static"))
    kept = copy / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    assert kept.exists(), "has texts but no catalogue: make locale/ja, then `make messages`"
    before = keys(read(kept))
    kept.unlink()
    collect = [sys.executable, "-m", "django", "makemessages", "-l", "ja", "--no-wrap", "-v", "0"]
    done = subprocess.run(collect, cwd=copy, capture_output=True, text=True, check=False, env=_environment())
    assert done.returncode == 0, done.stderr
    after = keys(read(kept))
    assert (after - before, before - after) == (set(), set()), "run `make messages`: (new, left over)"


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
