"""Mails that fail, that somebody ends, and the pages where one chooses (H1)."""

import datetime
import re
import smtplib

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.matching.helpers import client_of
from tests.apps.notifications.helpers import RefusingMail, deliver, keep, states
from tests.factories import asset

from kyoso.apps.accounts.models import Person
from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.directory.services.keep_search import save_search
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.journal.models import Entry
from kyoso.apps.notifications.enums import DigestState
from kyoso.apps.notifications.models import Choice, Digest
from kyoso.apps.notifications.services.queue_digests import queue_digests
from kyoso.apps.notifications.services.send_digest import send_digest

pytestmark = pytest.mark.django_db
TOPIC = "saved_searches"


# When something fails


@pytest.fixture
def failing(settings, monkeypatch):
    def fail(error):
        settings.EMAIL_BACKEND = "tests.apps.notifications.helpers.RefusingMail"
        monkeypatch.setattr(RefusingMail, "error", error)

    return fail


def test_a_mail_server_that_is_down_is_tried_again_and_given_up_at_last(reader, maker, failing, caplog):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    queue_digests()
    failing(ConnectionRefusedError("to person@example.jp"))
    digest = Digest.objects.get()
    waits = []
    for _ in range(5):
        send_digest(digest.code)
        digest.refresh_from_db()
        waits.append((digest.state, digest.attempts))
    assert waits == [*(("waiting", number) for number in range(1, 5)), ("failed", 5)]
    assert digest.try_at > timezone.now() + datetime.timedelta(hours=7)
    assert "@" not in caplog.text
    assert "金型" not in caplog.text


def test_after_a_failure_it_arrives(reader, maker, failing, settings):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    working = settings.EMAIL_BACKEND
    failing(smtplib.SMTPServerDisconnected())
    deliver()
    assert states() == [DigestState.WAITING]
    settings.EMAIL_BACKEND = working
    assert len(deliver()) == 1


def test_an_address_that_does_not_exist_is_not_tried_again(reader, maker, failing):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    failing(smtplib.SMTPRecipientsRefused({"a@example.jp": (550, b"no such user")}))
    deliver()
    assert states() == [DigestState.FAILED]


def test_a_mail_cut_off_in_the_middle_is_not_sent_twice(reader, maker, failing):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    queue_digests()
    failing(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        send_digest(Digest.objects.get().code)
    assert states() == [DigestState.SENDING]
    assert queue_digests(timezone.now() + datetime.timedelta(hours=1)) == 0


def test_while_the_search_is_being_built_the_mail_waits(reader, maker, settings, tmp_path):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    queue_digests()
    settings.SEARCH_DIR = tmp_path / "none"
    send_digest(Digest.objects.get().code)
    assert states() == [DigestState.WAITING]
    assert len(deliver()) == 1


# Ending it


def stop_link(message):
    return re.search(r"http://127.0.0.1:8000(/notices/stop/[^/]+/)", message.extra_headers["List-Unsubscribe"]).group(1)


def test_one_click_ends_it_and_opening_the_link_does_not(reader, maker):  # RFC 8058
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    (sent,) = deliver()
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop_link(sent) in sent.body
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(stop_link(sent))
    assert page.status_code == 200
    assert "<form" in page.content.decode()
    assert Choice.objects.get().frequency == "weekly"
    done = stranger.post(stop_link(sent), {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert Choice.objects.get().frequency == "never"
    assert stranger.post(stop_link(sent)).status_code == 200
    assert Entry.objects.filter(verb="mail_frequency_chosen").count() == 1
    for part in (page, done):
        assert Person.objects.get(pk=reader.person_id).email not in part.content.decode()


def test_a_link_that_nobody_got_ends_nothing(reader):
    for key in ("x", "a" * 500, "金型", "\x00"):
        assert Client().post(f"/notices/stop/{key}/").status_code == 404


# The pages


def test_one_chooses_topic_by_topic(reader):
    client = client_of(reader)
    assert "保存した検索の新着" in client.get("/notices/").content.decode()
    assert client.post("/notices/", {TOPIC: "sometimes"}).status_code == 422
    client.post("/notices/", {TOPIC: "daily"})
    assert Choice.objects.get().frequency == "daily"
    assert "login" in Client().get("/notices/").url


def test_the_list_of_searches_turns_mail_on_and_off(reader, maker):
    kept = save_search(actor=reader, kind="asset", text="金型", chosen={})
    client, other = client_of(reader), client_of(maker)
    other.post(f"/saved-searches/{kept.code}/mail/", {"by_mail": "1"})
    assert not SavedSearch.objects.get().by_mail
    page = client.post(f"/saved-searches/{kept.code}/mail/", {"by_mail": "1"}, follow=True).content.decode()
    assert SavedSearch.objects.get().by_mail
    assert "メールを停止" in page
    assert "週に1回" in page
    client.post(f"/saved-searches/{kept.code}/mail/", {"by_mail": "0"})
    assert not SavedSearch.objects.get().by_mail
