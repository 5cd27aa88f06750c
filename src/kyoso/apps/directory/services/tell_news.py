"""What is new in saved searches, for mails: with the rights that their person has when the mail is sent (D1, H1)."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kyoso.apps.accounts.actors import Actor
from kyoso.apps.accounts.queries import actor_for
from kyoso.apps.directory.adapters import SearchNotReady
from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.directory.queries import known_until, list_mailed_searches, people_with_mail
from kyoso.apps.directory.services.find_records import RecordSearch
from kyoso.apps.directory.services.list_searches import filters_of, labels_of, title_of, url_of
from kyoso.apps.notifications.topics import Line, News, NotReady, Section, Topic, register

MOST_READ = 20
"""New records read of one search: of these the mail names a few."""

TOPIC = "saved_searches"


def news_of_searches(person_id: int, since: datetime) -> News:
    """Return what came in a person's saved searches since they were last told, or looked; raises NotReady."""
    until = known_until()
    try:
        sections = tuple(_sections(list_mailed_searches(person_id), person_id, since))
    except SearchNotReady as error:
        raise NotReady from error
    return News(until, sections)


def _sections(rows: list[SavedSearch], person_id: int, since: datetime) -> Iterator[Section]:
    searches: dict[int | None, RecordSearch | None] = {}
    for row in rows:
        if row.organisation_id not in searches:
            actor = actor_for(person_id, row.organisation_id)
            searches[row.organisation_id] = RecordSearch(actor) if _still_belongs(actor, row) else None
        search = searches[row.organisation_id]
        if search:
            yield _section(row, search, max(since, row.seen_at))


def _still_belongs(actor: Actor, row: SavedSearch) -> bool:
    """Nothing goes to somebody who left the organisation for which they searched, nor where it is not approved."""
    return actor.in_network and actor.organisation_id == row.organisation_id


def _section(row: SavedSearch, search: RecordSearch, since: datetime) -> Section:
    count, found = search.news(row.kind, filters_of(row), since, MOST_READ)
    lines = [Line(one.title, reverse(f"{one.kind}_detail", args=[one.code]), one.record_tier) for one in found]
    return Section(" · ".join([title_of(row), *labels_of(row)]), url_of(row), count, lines)


def _subject(count: int) -> str:
    return ngettext(
        "%(count)s new result in your saved searches", "%(count)s new results in your saved searches", count
    ) % {"count": count}


def register_topic() -> None:
    """Make saved searches a topic of mails."""
    register(
        Topic(
            name=TOPIC,
            label=_("New results in saved searches"),
            about=_("For those searches on whose line you asked for mail."),
            subject=_subject,
            page="saved_searches",
            people=people_with_mail,
            news=news_of_searches,
        )
    )
