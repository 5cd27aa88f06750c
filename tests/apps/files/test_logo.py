"""The logo of a firm: one picture, as open as its profile, kept by owners and managers (A5, A6)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.apps.files.samples import SECRET, picture, telling_picture
from tests.apps.matching.helpers import client_of
from tests.factories import actor, asset, network_actor, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import OrganisationStatus, Role
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.files.adapters.storage import open_stored
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import logo_of
from kyoso.apps.files.services.keep_logo import drop_logo, keep_logo

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return organisation("株式会社深絞り")


@pytest.fixture
def owner(firm):
    return actor(firm)


def upload(data=None, name="logo.png"):
    return SimpleUploadedFile(name, picture("PNG") if data is None else data)


def test_everybody_sees_the_logo_of_an_approved_firm_free_of_metadata(firm, owner):  # A5, A6
    file = keep_logo(actor=owner, upload=upload(telling_picture("PNG")))
    for viewer in (ANONYMOUS, actor(), network_actor(), owner):
        assert logo_of(viewer, firm.pk) == file
        assert client_of(viewer).get(reverse("file_thumbnail", args=[file.code])).status_code == 200
    with open_stored(file.stored) as content:
        assert SECRET.encode() not in content.read()
    visitor = client_of(ANONYMOUS)
    for address in ("public_page", "public_embed"):
        assert file.code in visitor.get(reverse(address, args=[firm.code])).content.decode()
    assert file.code in visitor.get(reverse("organisation_sheet", args=[firm.code])).content.decode()


def test_the_logo_of_a_firm_that_waits_is_its_own(owner):  # A3
    pending = organisation(status=OrganisationStatus.PENDING)
    own = actor(pending)
    file = keep_logo(actor=own, upload=upload())
    assert logo_of(own, pending.pk) == file
    for viewer in (ANONYMOUS, owner, network_actor()):
        assert logo_of(viewer, pending.pk) is None
        assert client_of(viewer).get(reverse("file_detail", args=[file.code])).status_code == 404


def test_there_is_one_logo_and_it_can_go(firm, owner):
    first = keep_logo(actor=owner, upload=upload())
    second = keep_logo(actor=owner, upload=upload(picture("JPEG")))
    assert list(File.objects.all()) == [second]
    assert client_of(ANONYMOUS).get(reverse("file_detail", args=[first.code])).status_code == 404
    drop_logo(actor=owner)
    assert not File.objects.exists()


@pytest.mark.parametrize("data", [b"<html><script>x</script></html>", b"%PDF-1.7\n%%EOF", b"", b"GIF89a"])
def test_what_is_no_picture_is_refused_and_the_old_one_stays(owner, data):  # A6
    kept = keep_logo(actor=owner, upload=upload())
    with pytest.raises(ValidationError):
        keep_logo(actor=owner, upload=upload(data, "logo.png"))
    assert list(File.objects.all()) == [kept]


def test_owners_and_managers_keep_it_and_the_pages_of_files_know_it_not(firm, owner):  # A3
    file = keep_logo(actor=owner, upload=upload())
    for other in (actor(firm, Role.LEAD), actor(firm, Role.MEMBER), network_actor(), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            keep_logo(actor=other, upload=upload())
        with pytest.raises(PermissionDenied):
            drop_logo(actor=other)
    lead = client_of(actor(firm, Role.LEAD))
    assert lead.post(reverse("window_logo"), {"remove": "1"}).status_code == 404
    for name in ("file_edit", "file_delete", "file_move", "file_replace"):
        assert lead.post(reverse(name, args=[file.code]), {"step": "up"}).status_code == 404
    assert lead.get(reverse("file_list", args=["organisation", firm.code])).status_code == 404
    assert File.objects.get() == file


def test_the_logo_is_set_on_the_page_of_the_window(owner):  # A6
    browser = client_of(owner)
    assert "画像を選んで" in browser.post(reverse("window_logo"), {}, follow=True).content.decode()
    told = browser.post(reverse("window_logo"), {"logo": upload(b"no picture")}, follow=True)
    assert not File.objects.exists()
    assert list(told.context["messages"])
    browser.post(reverse("window_logo"), {"logo": upload()})
    assert File.objects.get().code in browser.get(reverse("window_edit")).content.decode()
    browser.post(reverse("window_logo"), {"remove": "1"})
    assert not File.objects.exists()


def test_a_record_of_the_same_number_is_another_thing(firm, owner):  # A3
    made = asset(owner, tier=Tier.CORE)
    File.objects.create(
        kind="asset", record_id=made.pk, owner=firm, name="x", media_type="image/png", size=1, sha256="", stored="x"
    )
    other = organisation()
    File.objects.create(
        kind="organisation",
        record_id=firm.pk,
        owner=other,
        name="x",
        media_type="image/png",
        size=1,
        sha256="",
        stored="y",
    )
    assert logo_of(ANONYMOUS, firm.pk) is None
