from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.apps.files.samples import picture, sent
from tests.apps.matching.helpers import client_of
from tests.factories import actor

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.disclosure.models import TieredRecord
from kyoso.apps.files.models import File
from kyoso.apps.files.services.add_file import add_file


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Path:
    """A storage of one's own, on disk as in an installation; the folder in which it lies."""
    folder = tmp_path / "files"
    folder.mkdir()
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": {"location": folder}}}
    return folder


@pytest.fixture
def maker(db: None) -> Actor:
    """An owner of the firm whose files these are."""
    return actor()


@pytest.fixture
def desk(maker: Actor) -> Client:
    """The maker's browser, in English."""
    client = client_of(maker)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def attach(maker: Actor) -> Callable[..., File]:
    """Add a file to a record of the maker's."""

    def attached(record: TieredRecord, name: str = "a.txt", content: bytes = b"", **more: Any) -> File:
        bytes_ = content or (f"{name} {more}".encode() if name.endswith(".txt") else picture())
        by = more.pop("by", maker)
        return add_file(actor=by, kind=record.KIND, code=record.code, upload=sent(name, bytes_), **more)

    return attached


def stored(folder: Path) -> list[Path]:
    """What lies in the storage."""
    return [path for path in folder.rglob("*") if path.is_file()]
