"""Who stands at a firm's window, how inquiries go again, and the page within a frame of another site (A6)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from tests.apps.matching.helpers import client_of
from tests.apps.sheets.test_inquiries import page, send
from tests.canary.surfaces import everything
from tests.factories import actor, asset, manager_of, network_actor, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.journal.models import Entry
from kyoso.apps.sheets.models import Inquiry, Window
from kyoso.apps.sheets.queries.window import contact_of
from kyoso.apps.sheets.services.delete_inquiry import delete_inquiry, sweep_inquiries
from kyoso.apps.sheets.services.set_window import set_window

pytestmark = pytest.mark.django_db
PERSON = {"contact_name": "佐藤 花子", "contact_post": "営業部長", "shown": "both"}


@pytest.fixture
def firm():
    return organisation("株式会社深絞り")


@pytest.fixture
def visitor():
    return client_of(ANONYMOUS)


def sheet(firm):
    return reverse("organisation_sheet", args=[firm.code])


@pytest.mark.parametrize(
    ("shown", "told"), [("nothing", ()), ("post", ("営業部長",)), ("both", ("営業部長", "佐藤 花子"))]
)
def test_the_firm_says_what_is_told_of_the_person(firm, visitor, shown, told):  # A5, A6
    set_window(actor=manager_of(firm), values=PERSON | {"shown": shown}, seen=0)
    for address in (page(firm), sheet(firm)):
        text = visitor.get(address).content.decode()
        assert [word for word in ("営業部長", "佐藤 花子") if word in text] == list(told), address
    assert "佐藤" not in str(list(Entry.objects.values()))


def test_the_window_is_set_on_its_page_and_two_at_once_lose_nothing(firm):  # A6
    browser = client_of(manager_of(firm))
    assert browser.post(reverse("window_edit"), PERSON | {"seen": "0"}).status_code == 302
    assert contact_of(firm.pk).name == "佐藤 花子"
    page = browser.post(reverse("window_edit"), PERSON | {"contact_name": "鈴木", "seen": "1"})
    assert page.status_code == 409
    assert "鈴木" in page.content.decode()
    assert Window.objects.get().contact_name == "佐藤 花子"
    browser.post(reverse("window_edit"), PERSON | {"contact_name": "鈴木", "seen": "2"})
    assert Window.objects.get().contact_name == "鈴木"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"contact_name": ""}, "contact_name"),
        ({"shown": "post", "contact_post": ""}, "contact_post"),
        ({"shown": "all"}, "shown"),
        ({"contact_name": "長" * 81}, "contact_name"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(firm, wrong, field):
    answered = client_of(manager_of(firm)).post(reverse("window_edit"), PERSON | wrong)
    assert answered.status_code == 422
    assert field in answered.context["form"].errors
    assert not Window.objects.exists()


def test_a_name_cannot_pose_as_another(firm):
    made = set_window(actor=manager_of(firm), values=PERSON | {"contact_name": "花子\u202e佐藤\n社長"}, seen=0)
    assert made.contact_name == "花子佐藤 社長"


@pytest.mark.parametrize("role", [Role.LEAD, Role.MEMBER])
def test_owners_and_managers_set_the_window(firm, role):
    other = actor(firm, role)
    with pytest.raises(PermissionDenied):
        set_window(actor=other, values=PERSON, seen=0)
    assert client_of(other).get(reverse("window_edit")).status_code == 404


# Inquiries go again


def test_an_inquiry_is_deleted_for_good_and_the_journal_says_so(firm):  # A6, H6
    kept, gone = send(firm, message="のこす"), send(firm, message="消してほしい")
    browser = client_of(manager_of(firm))
    assert gone.name in browser.get(reverse("inquiry_delete", args=[gone.code])).content.decode()
    assert Inquiry.objects.count() == 2
    assert browser.post(reverse("inquiry_delete", args=[gone.code])).status_code == 302
    assert list(Inquiry.objects.all()) == [kept]
    last = Entry.objects.order_by("pk").last()
    assert (last.verb, last.subject_id) == ("inquiry_deleted", gone.pk)
    assert "消してほしい" not in str(list(Entry.objects.values()))


def test_only_the_keepers_delete(firm):  # A3
    sent = send(firm)
    for other in (actor(firm, Role.MEMBER), actor(), network_actor(), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            delete_inquiry(actor=other, code=sent.code)
    assert client_of(actor()).post(reverse("inquiry_delete", args=[sent.code])).status_code == 404
    assert Inquiry.objects.exists()


def test_inquiries_expire_and_everybody_is_told_when(firm, visitor, settings):  # A6, H6
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"inquiry_days": 40})
    young, old = send(firm), send(firm)
    age = timezone.now() - datetime.timedelta(days=40, minutes=1)
    Inquiry.objects.filter(pk=old.pk).update(created_at=age)
    assert sweep_inquiries() == 1
    assert list(Inquiry.objects.all()) == [young]
    assert Entry.objects.filter(verb="inquiry_expired", subject_id=old.pk).count() == 1
    assert "40日後に削除" in visitor.get(page(firm)).content.decode()
    keeper = client_of(manager_of(firm))
    assert "40日後に削除" in keeper.get(reverse("inquiry_list")).content.decode()
    assert "削除される日" in keeper.get(reverse("inquiry_detail", args=[young.code])).content.decode()


# Within a frame


def test_the_frame_holds_public_content_alone_and_may_stand_anywhere(firm, visitor):  # A3, A6
    by = manager_of(firm)
    for tier in Tier:
        asset(by, title=f"技術{tier}", tier=tier)
    answers = [who.get(reverse("public_embed", args=[firm.code])) for who in (visitor, client_of(by))]
    text = answers[0].content.decode()
    assert [tier for tier in Tier if f"技術{tier}" in text] == [Tier.PUBLIC]
    policy = answers[0].headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answers[0].headers
    assert not answers[0].cookies
    assert answers[0].content == answers[1].content, "whoever looks"
    assert "csrf" not in everything(answers[0]).lower()
    assert "<script" not in text
    other = visitor.get(page(firm))
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


def test_the_words_of_the_frame_are_shown_as_words_and_copied_whole(firm):  # A6
    Organisation.objects.filter(pk=firm.pk).update(name='深絞り"><script>x</script>')
    text = client_of(manager_of(firm)).get(reverse("window_edit")).content.decode()
    assert "<iframe" not in text
    assert text.count("&lt;iframe src=&quot;") == 2
    assert "<script>x" not in text
    assert text.count("&amp;gt;&amp;lt;script&amp;gt;x") == 2, "escaped in the frame, and the frame on the page"


def test_the_frame_speaks_the_language_asked_for(firm, visitor):  # H4
    address = reverse("public_embed", args=[firm.code])
    assert "Contact them" in visitor.get(address, {"language": "en"}).content.decode()
    assert 'lang="ja"' in visitor.get(address, {"language": "xx"}).content.decode()


def test_a_firm_that_is_not_approved_has_no_frame(visitor):  # A3
    pending = organisation(status=OrganisationStatus.PENDING)
    assert visitor.get(reverse("public_embed", args=[pending.code])).status_code == 404
    assert "承認すると開きます" in client_of(manager_of(pending)).get(reverse("window_edit")).content.decode()
