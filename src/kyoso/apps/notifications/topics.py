"""The topics of mails: each later app says when it starts what it can tell, to whom, and in which lines."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.notifications.enums import Frequency

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class NotReady(Exception):
    """What is asked for cannot be told just now; the mail is tried again later."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a mail: its title, the path of its page, and the tier of the record."""

    title: str
    path: str
    tier: int = Tier.CORE
    """Who does not say counts as core: the mail then says nothing of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a mail: what it is about, how much there is in all, the page of all of it, and some of it."""

    title: str
    path: str
    count: int
    lines: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell one person, and up to which moment; the next mail begins there."""

    until: datetime
    sections: Sequence[Section] = ()

    @property
    def count(self) -> int:
        """How much there is in all."""
        return sum(section.count for section in self.sections)


@dataclass(frozen=True)
class Topic:
    """A topic: its name in the database, its words, how often unless chosen otherwise, who gets it, what they get."""

    name: str
    label: "StrOrPromise"
    about: "StrOrPromise"
    subject: Callable[[int], str]
    """Takes how much there is; returns the subject in the language of the moment, without a word of any record."""
    page: str
    """Name of the route where it is looked after."""
    people: Callable[[], Iterable[int]]
    """Returns the persons who asked for it."""
    news: Callable[[int, datetime], News]
    """Takes a person and a moment, returns what they may see of what came since. Raises NotReady."""
    usual: Frequency = Frequency.WEEKLY


TOPICS: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Make a topic known; called when an app is ready."""
    TOPICS[topic.name] = topic
