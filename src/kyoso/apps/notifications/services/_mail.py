"""The mail itself: text and HTML in the reader's language, with a link that ends it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kyoso.apps.accounts.models import Person
from kyoso.apps.notifications.rules import named_lines
from kyoso.apps.notifications.services.choose_frequency import stop_key
from kyoso.apps.notifications.topics import News, Section, Topic


def site_link(path: str) -> str:
    """Return the full address of a page."""
    return settings.OPTIONS.base_url.rstrip("/") + path


def mail_of(topic: Topic, person: Person, news: News) -> EmailMultiAlternatives:
    """Return the mail that tells a person of news: numbers and links, and the titles that a mail may hold."""
    stop = site_link(reverse("notices_stop", args=[stop_key(person.pk, topic)]))
    with translation.override(person.language):
        context = {
            "name": person.name,
            "topic": topic,
            "sections": [_section(section) for section in news.sections if section.count],
            "page": site_link(reverse(topic.page)),
            "settings_page": site_link(reverse("notices")),
            "stop": stop,
            "language": person.language,
        }
        subject = " ".join(topic.subject(news.count).split())
        body = render_to_string("notifications/mail/digest.txt", context).strip() + "\n"
        page = render_to_string("notifications/mail/digest.html", context)
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    mail = EmailMultiAlternatives(subject, body, None, [person.email], headers=headers)
    mail.attach_alternative(page, "text/html")
    return mail


def _section(section: Section) -> dict[str, object]:
    lines = named_lines(section)
    return {
        "title": section.title,
        "url": site_link(section.path),
        "count": section.count,
        "lines": [{"title": line.title, "url": site_link(line.path)} for line in lines],
        "more": section.count - len(lines),
    }
