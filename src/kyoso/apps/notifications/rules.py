"""When a mail is due, when it is tried again, and what it may name: pure functions on values."""

import datetime
from collections.abc import Sequence

from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.notifications.enums import Frequency
from kyoso.apps.notifications.topics import Line, Section

AT_HOUR = 7
"""Of the day, in the time of the site, from which mails go out."""

MOST_LINES = 5
"""Records named in one section; the rest is behind its link."""

TRIES = (5, 30, 120, 480)
"""Minutes from one attempt to the next; after the last the mail is given up."""

NAMED = Tier.NETWORK
"""The closest tier whose titles a mail may hold: a mail lies on other people's servers."""

OLDEST = datetime.timedelta(days=31)
"""Nobody is told of what is older than this."""

KEPT = datetime.timedelta(days=90)
"""How long it is remembered what became of a mail."""


def period_of(frequency: str, now: datetime.datetime) -> str:
    """Return the name of the day or week whose mail is due at a local time; empty for never.

    A day begins at AT_HOUR, a week with the Monday.
    """
    day = (now - datetime.timedelta(hours=AT_HOUR)).date()
    if frequency == Frequency.DAILY:
        return day.isoformat()
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}" if frequency == Frequency.WEEKLY else ""


def next_try(attempts: int, now: datetime.datetime) -> datetime.datetime | None:
    """Return when to try again after so many failed attempts; None to give up."""
    return now + datetime.timedelta(minutes=TRIES[attempts - 1]) if attempts <= len(TRIES) else None


def named_lines(section: Section) -> Sequence[Line]:
    """Return the lines of a section that a mail may hold: few, and none of a record closer than the network."""
    return [line for line in section.lines if line.tier <= NAMED][:MOST_LINES]
