"""The kinds of long work: each later app says when it starts what it can do, and in which words to speak of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from kyoso.apps.jobs.services.run_job import Work


@dataclass(frozen=True)
class Kind:
    """A kind of work: its name in the database, in words, what does it, and the page of what it works on."""

    name: str
    label: "StrOrPromise"
    run: "Callable[[Work], None]"
    page: Callable[[str], str]
    """Takes the code of the subject, returns an address."""
    messages: "Mapping[str, StrOrPromise]" = field(default_factory=dict)
    """What a job may say when it ends, by code; places are filled with plain values."""


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of work known; called when an app is ready."""
    KINDS[kind.name] = kind
