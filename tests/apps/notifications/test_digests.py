"""Mails on what is new in saved searches: to whom, with what, once (D1, H1)."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.apps.matching.helpers import client_of
from tests.apps.notifications.helpers import deliver, everything, keep, states
from tests.factories import acting, actor, asset, grant, member, organisation

from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Membership, Organisation, Person
from kyoso.apps.accounts.services.change_member import leave_organisation
from kyoso.apps.directory.models import SavedSearch
from kyoso.apps.directory.services.keep_search import ask_for_mail, mark_seen, save_search
from kyoso.apps.directory.services.refresh_search import refresh_search
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.journal.models import Entry
from kyoso.apps.notifications.enums import DigestState
from kyoso.apps.notifications.models import Digest
from kyoso.apps.notifications.services.choose_frequency import choose_frequency
from kyoso.apps.notifications.services.queue_digests import queue_digests
from kyoso.apps.notifications.services.send_digest import send_digest

pytestmark = pytest.mark.django_db
TOPIC = "saved_searches"


# What it says


def test_a_mail_names_what_the_network_may_see_and_counts_the_rest(reader, maker):  # H1
    keep(reader)
    shown = asset(maker, title="公開の金型", tier=Tier.PUBLIC)
    asset(maker, title="網の金型", tier=Tier.NETWORK)
    closed = asset(maker, title="開示先の金型", tier=Tier.NDA, summary="秘密の言葉")
    asset(maker, title="核の金型", tier=Tier.CORE)
    grant(maker, Membership.objects.get(person_id=reader.person_id), closed)
    (sent,) = deliver()
    text = everything(sent)
    assert "3" in sent.subject
    assert "金型" not in sent.subject
    for part in (sent.body, sent.alternatives[0][0]):
        assert "公開の金型" in part
        assert "網の金型" in part
        assert f"http://127.0.0.1:8000/assets/{shown.code}/" in part
    assert "開示先の金型" not in text
    assert closed.code not in text
    assert "核の金型" not in text
    assert "秘密の言葉" not in text
    assert "what=asset" in text


def test_a_title_that_looks_like_html_is_shown_as_it_is(reader, maker):
    keep(reader)
    asset(maker, title="<b>金型</b> & <script>", tier=Tier.PUBLIC)
    (sent,) = deliver()
    assert "<b>金型</b> & <script>" in sent.body
    assert "&lt;b&gt;金型&lt;/b&gt; &amp; &lt;script&gt;" in sent.alternatives[0][0]


def test_it_is_in_the_language_of_its_reader(reader, maker):  # H4
    Person.objects.filter(pk=reader.person_id).update(language="en")
    keep(reader, industry=["24"])
    asset(maker, title="金型", tier=Tier.PUBLIC)
    (sent,) = deliver()
    assert sent.subject == "1 new result in your saved searches"
    assert "End these mails" in sent.body
    assert 'lang="en"' in sent.alternatives[0][0]
    assert "件" not in everything(sent)


def test_what_closed_before_it_was_sent_is_not_told(reader, maker):  # A3
    from kyoso.apps.assets.services.save_asset import edit_asset

    keep(reader)
    one = asset(maker, title="開いていた金型", tier=Tier.PUBLIC)
    asset(maker, title="ほかの金型", tier=Tier.PUBLIC)
    refresh_search()
    queue_digests()
    edit_asset(actor=maker, code=one.code, version=1, values={"tier": Tier.CORE})
    send_digest(Digest.objects.get().code)
    assert "開いていた金型" not in everything(mail.outbox[0])
    assert "ほかの金型" in mail.outbox[0].body


def test_many_results_are_a_few_lines_and_a_link(reader, maker):
    keep(reader)
    for number in range(8):
        asset(maker, title=f"金型{number}", tier=Tier.PUBLIC)
    (sent,) = deliver()
    assert sent.body.count("/assets/") == 5
    assert "ほか3件" in sent.body


# To whom


def test_only_searches_on_which_mail_was_asked_for_count(reader, maker):
    save_search(actor=reader, kind="asset", text="金型", chosen={})
    asset(maker, title="金型", tier=Tier.PUBLIC)
    assert deliver() == []
    assert not Digest.objects.exists()


def leave(reader):
    mine = Membership.objects.get(person_id=reader.person_id)
    member(Organisation.objects.get(pk=reader.organisation_id), Role.OWNER)
    leave_organisation(actor=reader, member=mine)


def suspend(reader):
    Organisation.objects.filter(pk=reader.organisation_id).update(status=OrganisationStatus.REJECTED)


def deactivate(reader):
    Person.objects.filter(pk=reader.person_id).update(is_active=False)


def leave_for_another(reader):
    leave(reader)
    member(organisation("次の会社"), who=Person.objects.get(pk=reader.person_id))


def doubt(reader):
    from allauth.account.models import EmailAddress

    one = Person.objects.get(pk=reader.person_id)
    EmailAddress.objects.update_or_create(user=one, email=one.email, defaults={"verified": False})


@pytest.mark.parametrize("happens", [leave, suspend, deactivate, leave_for_another, doubt])
@pytest.mark.parametrize("when", ["before it was due", "before it was sent"])
def test_nothing_goes_to_who_is_no_longer_there(reader, maker, happens, when):  # H3
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    if when == "before it was due":
        happens(reader)
    queue_digests()
    if when == "before it was sent":
        happens(reader)
    for digest in Digest.objects.all():
        send_digest(digest.code)
    assert mail.outbox == []


def test_rights_are_those_of_the_organisation_searched_for(reader, maker):  # A3
    """Somebody in two organisations: what is open to the other one is not even counted."""
    closed = asset(maker, title="金型", tier=Tier.NDA)
    other = member(organisation("もう一つの会社"), who=Person.objects.get(pk=reader.person_id))
    grant(maker, other, closed)
    keep(reader)
    assert deliver() == []
    ask_for_mail(actor=acting(other), code=SavedSearch.objects.get().code, wanted=True)
    Digest.objects.all().delete()
    assert len(deliver()) == 1


def test_who_acts_for_nobody_in_the_network_is_told_when_mails_begin(maker):
    waiting = actor(organisation("待つ会社", status=OrganisationStatus.PENDING))
    kept = save_search(actor=waiting, kind="asset", text="金型", chosen={})
    page = client_of(waiting).post(f"/saved-searches/{kept.code}/mail/", {"by_mail": "1"}, follow=True)
    assert "承認されてから" in page.content.decode()
    assert not SavedSearch.objects.filter(by_mail=True).exists()


# How often


def test_one_mail_a_week_and_nothing_twice(reader, maker):  # H1
    keep(reader)
    asset(maker, title="金型一", tier=Tier.PUBLIC)
    assert len(deliver()) == 1
    assert deliver() == []
    asset(maker, title="金型二", tier=Tier.PUBLIC)
    assert deliver() == []
    (sent,) = deliver(days=7)
    assert "金型二" in sent.body
    assert "金型一" not in sent.body
    assert deliver(days=14) == []
    assert states() == [DigestState.SENT, DigestState.SENT, DigestState.EMPTY]


def test_every_day_for_who_chose_so_and_never_for_who_chose_that(reader, maker):
    keep(reader)
    choose_frequency(actor=reader, topic=TOPIC, frequency="daily")
    for day in range(3):
        asset(maker, title=f"金型{day}", tier=Tier.PUBLIC)
        assert len(deliver(days=day)) == 1
    choose_frequency(actor=reader, topic=TOPIC, frequency="never")
    asset(maker, title="金型", tier=Tier.PUBLIC)
    assert deliver(days=3) == []


def test_never_counts_until_the_last_moment(reader, maker):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    queue_digests()
    choose_frequency(actor=reader, topic=TOPIC, frequency="never")
    send_digest(Digest.objects.get().code)
    assert mail.outbox == []
    assert states() == [DigestState.STOPPED]


def test_what_was_looked_at_on_the_page_is_not_told_again(reader, maker):
    kept = keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    mark_seen(actor=reader, code=kept.code)
    assert deliver() == []


def test_sweeps_and_queue_may_repeat_themselves(reader, maker):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    handed = [queue_digests() for _ in range(3)]
    assert handed == [1, 0, 0]
    assert DBTaskResult.objects.count() == 1
    code = Digest.objects.get().code
    send_digest(code)
    send_digest(code)
    assert len(mail.outbox) == 1
    assert Entry.objects.filter(verb="digest_sent").count() == 1


def test_a_task_that_got_lost_is_handed_over_again(reader, maker):
    keep(reader)
    asset(maker, title="金型", tier=Tier.PUBLIC)
    refresh_search()
    queue_digests()
    assert queue_digests(timezone.now() + datetime.timedelta(minutes=16)) == 1


def test_writing_due_mails_costs_the_same_for_one_and_for_three(reader, maker, django_assert_max_num_queries):
    for more in (1, 2):
        for _ in range(more):
            keep(actor(organisation()))
        refresh_search()
        Digest.objects.all().delete()
        from kyoso.apps.notifications.services.queue_digests import _write_due
        from kyoso.apps.notifications.topics import TOPICS

        with django_assert_max_num_queries(6):
            _write_due(TOPICS[TOPIC], timezone.now())
    assert Digest.objects.count() == 3


def test_old_rows_are_forgotten(reader):
    keep(reader)
    queue_digests()
    Digest.objects.update(created_at=timezone.now() - datetime.timedelta(days=91), state=DigestState.SENT)
    queue_digests()
    assert not Digest.objects.filter(state=DigestState.SENT).exists()
