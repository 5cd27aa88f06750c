"""The pages of files: what they show to whom, and how bytes leave (A1, A3, H4)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.files.conftest import stored
from tests.apps.files.samples import pdf, picture, sent
from tests.apps.matching.helpers import client_of
from tests.canary.surfaces import everything, normalised
from tests.factories import acting, actor, asset, grant, member, need

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.models import TieredRecord
from kyoso.apps.files.models import File
from kyoso.apps.files.rules import MEGABYTE
from kyoso.apps.files.services.edit_file import edit_file
from kyoso.apps.journal.models import Entry

HTMX = {"hx-request": "true"}


def list_of(record: TieredRecord) -> str:
    return reverse("file_list", args=[record.KIND, record.code])


def add_to(record: TieredRecord) -> str:
    return reverse("file_add", args=[record.KIND, record.code])


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def add(desk: Client, record: TieredRecord, *files: Any, tier: int = 0, **more: Any) -> Any:
    return desk.post(add_to(record), {"files": files, "tier": tier}, **more)


# Handing out


def test_a_picture_is_shown_and_a_document_saved(maker, desk, attach):  # A1
    record = asset(maker, tier=Tier.PUBLIC)
    photo, paper = attach(record, "試作品.jpg"), attach(record, "検査.pdf", pdf())
    shown, saved = (desk.get(reverse("file_detail", args=[file.code])) for file in (photo, paper))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert (saved["Content-Type"], body(saved)) == ("application/pdf", pdf())
    assert saved["Content-Disposition"].startswith("attachment; ")
    small = desk.get(reverse("file_thumbnail", args=[photo.code]))
    assert (small["Content-Type"], body(small)[8:12]) == ("image/webp", b"WEBP")
    assert desk.get(reverse("file_thumbnail", args=[paper.code])).status_code == 404


def test_a_deskruns_nothing_of_a_file_and_nobody_between_keeps_it(maker, desk, attach):  # A3
    record = asset(maker, tier=Tier.PUBLIC)
    for tier, kept in ((Tier.PUBLIC, "private, no-cache"), (Tier.NETWORK, "private, no-store")):
        answer = desk.get(reverse("file_detail", args=[attach(record, f"{tier}.txt", tier=tier).code]))
        assert answer["Cache-Control"] == kept
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"


def test_what_a_deskhas_already_is_not_sent_again_but_the_door_is_asked(maker, attach):  # A3
    record, visitor = asset(maker, tier=Tier.PUBLIC), client_of(ANONYMOUS)
    file = attach(record)
    url = reverse("file_detail", args=[file.code])
    tag = visitor.get(url)["ETag"]
    assert visitor.get(url, headers={"if-none-match": tag}).status_code == 304
    edit_file(actor=maker, code=file.code, version=1, caption="", tier=Tier.NDA)
    assert visitor.get(url, headers={"if-none-match": tag}).status_code == 404


def test_forbidden_and_absent_are_answered_alike(maker, attach):  # A3
    closed = attach(asset(maker, tier=Tier.PUBLIC), "a.jpg", tier=Tier.CORE)
    for viewer in (ANONYMOUS, actor()):
        client = client_of(viewer)
        for name in ("file_detail", "file_thumbnail"):
            answers = [client.get(reverse(name, args=[code])) for code in (closed.code, "ZZZZZZZZZZ")]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert len({len(answer.content) for answer in answers}) == 1


def test_a_look_at_nda_files_of_others_is_journalled(maker, desk, attach):  # E2
    record, partner = asset(maker, tier=Tier.PUBLIC), member()
    grant(maker, partner)
    file = attach(record, "a.jpg", tier=Tier.NDA)
    client, url = client_of(acting(partner)), reverse("file_detail", args=[file.code])
    for path in (url, reverse("file_thumbnail", args=[file.code]), reverse("asset_detail", args=[record.code])):
        client.get(path)
        desk.get(path)
    client.get(url, headers={"if-none-match": client.get(url)["ETag"]})
    rows = Entry.objects.filter(verb__in=["file_viewed", "files_listed"]).order_by("pk")
    assert [(row.verb, row.data.get("part", "")) for row in rows] == [
        ("file_viewed", "content"),
        ("file_viewed", "thumbnail"),
        ("files_listed", ""),
        ("file_viewed", "content"),
        ("file_viewed", "content"),
    ]
    assert {(row.person_id, row.organisation_id) for row in rows} == {(partner.person_id, partner.organisation_id)}


def test_bytes_that_are_lost_are_absent_and_said_to_the_operator(maker, desk, attach, kept, caplog):  # H3
    file = attach(asset(maker), "a.txt")
    for path in stored(kept):
        path.unlink()
    assert desk.get(reverse("file_detail", args=[file.code])).status_code == 404
    assert "missing" in caplog.text


def test_files_are_only_read(maker, desk, attach):  # A3
    file = attach(asset(maker))
    assert desk.post(reverse("file_detail", args=[file.code])).status_code == 405
    head = desk.head(reverse("file_detail", args=[file.code]))
    assert (head.status_code, int(head["Content-Length"])) == (200, file.size)


# On the page of a record


def test_the_page_of_an_asset_shows_its_pictures_and_documents(maker, desk, attach):  # A1
    record = asset(maker)
    attach(record, "a.jpg", caption="硬貨と並べた試作品")
    attach(record, "検査.pdf", pdf(), tier=Tier.NDA)
    shown = desk.get(reverse("asset_detail", args=[record.code])).content.decode()
    assert 'alt="硬貨と並べた試作品"' in shown
    assert "検査.pdf" in shown
    assert list_of(record) in shown


def test_an_empty_record_tells_its_owner_what_helps_and_others_nothing(maker, desk):  # A1
    record = need(maker, tier=Tier.PUBLIC)
    url = reverse("need_detail", args=[record.code])
    assert "beside a coin" in desk.get(url).content.decode()
    assert "files-heading" not in client_of(actor()).get(url).content.decode()


def test_hidden_files_leave_no_trace_on_the_page(maker, attach):  # A3
    record, client = asset(maker, tier=Tier.PUBLIC), client_of(ANONYMOUS)
    url = reverse("asset_detail", args=[record.code])
    before = [normalised(everything(client.get(page))) for page in (url, list_of(record))]
    attach(record, "a.jpg", tier=Tier.NETWORK)
    assert [normalised(everything(client.get(page))) for page in (url, list_of(record))] == before


def test_pages_ask_the_same_number_of_questions_for_one_and_three_files(
    maker, desk, attach, django_assert_num_queries
):  # H4
    record = asset(maker)
    attach(record, "a.jpg")
    pages = {list_of(record): LIST_QUERIES, reverse("asset_detail", args=[record.code]): DETAIL_QUERIES}
    for url in pages:
        desk.get(url)
    for url, number in pages.items():
        with django_assert_num_queries(number):
            desk.get(url)
    attach(record, "b.jpg", picture(size=(10, 10)))
    attach(record, "c.pdf", pdf(), tier=Tier.CORE)
    for url, number in pages.items():
        with django_assert_num_queries(number):
            desk.get(url)


LIST_QUERIES = 7
"""Session, person, memberships, network roles, grants, record, files."""

DETAIL_QUERIES = 7
"""The same."""


# Adding


def test_several_files_are_added_at_once(maker, desk):  # A1
    record = asset(maker)
    answer = add(desk, record, sent("a.jpg", picture()), sent("b.pdf", pdf()), tier=Tier.NDA)
    assert (answer.status_code, answer["Location"]) == (302, list_of(record))
    assert [(file.name, file.tier) for file in File.objects.order_by("pk")] == [("a.jpg", 2), ("b.pdf", 2)]


def test_a_bad_file_keeps_no_good_one_out(maker, desk):  # H3
    record = asset(maker)
    answer = add(desk, record, sent("a.jpg", picture()), sent("bad.jpg", b"<html>"), sent("c.pdf", pdf()))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "bad.jpg" in shown
    assert "web page" in shown
    assert "2 files were added." in shown
    assert set(File.objects.values_list("name", flat=True)) == {"a.jpg", "c.pdf"}


def test_with_htmx_the_list_alone_comes_back(maker, desk):  # H4
    record = asset(maker)
    answer = add(desk, record, sent("a.jpg", picture()), sent("bad.jpg", b"<html>"), headers=HTMX)
    shown = answer.content.decode()
    assert (answer.status_code, "<html" in shown) == (200, False)
    assert shown.lstrip().startswith('<div id="files"')


def test_sending_nothing_says_so(maker, desk):  # H3
    record = asset(maker)
    for data in ({"tier": 0}, {"tier": 0, "files": sent("a.jpg", b"")}):
        answer = desk.post(add_to(record), data)
        assert answer.status_code == 422
    assert "Choose at least one file." in desk.post(add_to(record), {"tier": 0}).content.decode()
    assert desk.post(add_to(record), {"tier": 9}).status_code == 422
    assert File.objects.count() == 0


def test_a_file_too_large_is_named_with_the_limit_and_never_kept(maker, desk, settings, kept, tmp_path):  # H3
    settings.FILE_BYTES = MEGABYTE
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "temporary"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    record, seen = asset(maker), []
    answer = add(desk, record, sent("大きな図面.pdf", pdf() + b"x" * (2 * MEGABYTE)), sent("a.jpg", picture()))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "大きな図面.pdf" in shown
    assert "larger than 1 MB" in shown
    assert [file.name for file in File.objects.all()] == ["a.jpg"]
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == seen


def test_more_than_fits_at_once_is_named(maker, desk, settings):  # H3
    settings.FILE_BYTES = MEGABYTE
    record = asset(maker)
    files = [sent(f"{number}.txt", bytes([65 + number]) * (MEGABYTE - 10)) for number in range(6)]
    answer = add(desk, record, *files)
    assert (File.objects.count(), answer.status_code) == (5, 422)
    assert "5.txt" in answer.content.decode()


def test_too_many_files_at_once_are_refused_in_words(maker, desk, settings):  # H3
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    record = asset(maker)
    answer = add(desk, record, *[sent(f"{number}.txt", b"x%d" % number) for number in range(4)])
    assert (File.objects.count(), answer.status_code) == (0, 422)
    assert "At most 3 files" in answer.content.decode()


@pytest.mark.parametrize("name", ["長" * 10_000 + ".pdf", "x." + "y" * 10_000, "../../../etc/passwd.pdf", "a\x00b.pdf"])
def test_whatever_a_file_is_called_it_is_added(maker, desk, name):  # H3
    record = asset(maker)
    assert add(desk, record, sent(name, pdf())).status_code == 302
    assert File.objects.get().name.endswith(".pdf")


def test_a_role_lost_meanwhile_adds_nothing(maker, desk):  # A3
    record = asset(maker)
    stranger = client_of(actor())
    assert add(stranger, record, sent("a.jpg", picture())).status_code == 404
    assert add(client_of(ANONYMOUS), record, sent("a.jpg", picture())).status_code == 401
    assert File.objects.count() == 0


def test_the_limits_hold_for_whoever_is_not_signed_in(maker, settings, tmp_path):  # H3
    settings.FILE_BYTES, settings.FILE_UPLOAD_TEMP_DIR = MEGABYTE, tmp_path
    left = sum(path.stat().st_size for path in tmp_path.rglob("*"))
    answer = add(client_of(ANONYMOUS), asset(maker), sent("a.pdf", b"x" * (3 * MEGABYTE)))
    assert (answer.status_code, answer.wsgi_request.upload_faults[0][0]) == (302, "a.pdf")
    assert sum(path.stat().st_size for path in tmp_path.rglob("*")) == left


def test_a_member_is_offered_what_they_may_give(maker):  # A3
    record = asset(maker, tier=Tier.PUBLIC)
    client = client_of(actor(Organisation.objects.get(pk=maker.organisation_id), Role.MEMBER))
    assert add(client, record, sent("a.jpg", picture()), tier=Tier.PUBLIC).status_code == 422
    assert add(client, record, sent("a.jpg", picture()), tier=Tier.NDA).status_code == 302


def test_files_are_protected_against_forgery(maker, attach):  # H3
    record = asset(maker)
    file, client = attach(record), client_of(maker)
    client.handler.enforce_csrf_checks = True
    for url in (add_to(record), reverse("file_replace", args=[file.code])):
        assert client.post(url, {"files": sent("a.jpg", picture()), "tier": 0}).status_code == 403
    assert File.objects.count() == 1


# Changing


def test_caption_and_tier_are_edited(maker, desk, attach):  # A1
    record = asset(maker)
    file = attach(record, "a.jpg")
    url = reverse("file_edit", args=[file.code])
    assert "Same as the record (Network)" in desk.get(url).content.decode()
    answer = desk.post(url, {"version": 1, "caption": "断面", "tier": 2})
    assert answer["Location"] == list_of(record)
    assert desk.post(url, {"version": 1, "caption": "ほか", "tier": 2}).status_code == 409
    again = desk.post(url, {"version": 2, "caption": "長" * 201, "tier": 2})
    assert (again.status_code, "長" * 201 in again.content.decode()) == (422, True)
    file.refresh_from_db()
    assert (file.caption, file.tier) == ("断面", Tier.NDA)


def test_what_was_saved_meanwhile_is_shown_and_can_be_overwritten(maker, desk, attach):  # A1
    file = attach(asset(maker))
    edit_file(actor=maker, code=file.code, version=1, caption="先の説明", tier=Tier.CORE)
    url = reverse("file_edit", args=[file.code])
    answer = desk.post(url, {"version": 1, "caption": "あとの説明", "tier": 0})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "先の説明" in shown
    assert "あとの説明" in shown
    assert 'name="version" value="2"' in shown
    assert desk.post(url, {"version": 2, "caption": "あとの説明", "tier": 0}).status_code == 302


def test_a_tier_kept_for_later_is_offered_and_kept(maker, desk, attach):  # A3
    record = asset(maker, tier=Tier.CORE)
    file = attach(record, tier=Tier.NDA)
    url = reverse("file_edit", args=[file.code])
    assert '<option value="2" selected>' in desk.get(url).content.decode()
    assert desk.post(url, {"version": 1, "caption": "x", "tier": 2}).status_code == 302
    file.refresh_from_db()
    assert file.tier == Tier.NDA


def test_files_are_moved_with_and_without_script(maker, desk, attach):  # H4
    record = asset(maker)
    files = [attach(record, f"{name}.txt") for name in "abc"]
    url = reverse("file_move", args=[files[2].code])
    assert desk.post(url, {"step": "up"})["Location"] == f"{list_of(record)}#file-{files[2].code}"
    assert b'<div id="files"' in desk.post(url, {"step": "up"}, headers=HTMX).content
    desk.post(url, {"step": "sideways"})
    desk.post(url)
    assert [file.name for file in File.objects.order_by("position")] == ["c.txt", "a.txt", "b.txt"]


def test_a_file_is_replaced(maker, desk, attach):  # A1
    file = attach(asset(maker), "a.jpg")
    url = reverse("file_replace", args=[file.code])
    assert desk.post(url, {"file": sent("b.pdf", pdf())}).status_code == 302
    for data in ({}, {"file": sent("b.pdf", b"<html>")}):
        answer = desk.post(url, data)
        assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)
    assert File.objects.get().name == "b.pdf"


def test_a_file_is_deleted_after_asking(maker, desk, attach):  # A1
    record = asset(maker)
    file = attach(record, "a.jpg", caption="断面")
    url = reverse("file_delete", args=[file.code])
    assert "断面" in desk.get(url).content.decode()
    assert File.objects.count() == 1
    assert desk.post(url)["Location"] == list_of(record)
    assert File.objects.count() == 0


@pytest.mark.parametrize("name", ["file_edit", "file_move", "file_replace", "file_delete"])
def test_others_change_nothing(maker, attach, name):  # A3
    file, partner = attach(asset(maker, tier=Tier.PUBLIC)), member()
    grant(maker, partner)
    for viewer in (actor(), acting(partner)):
        client = client_of(viewer)
        data = {"version": 1, "caption": "x", "tier": 0, "step": "up", "file": sent("b.pdf", pdf())}
        assert client.post(reverse(name, args=[file.code]), data).status_code == 404
        assert client.get(reverse(name, args=[file.code])).status_code in {404, 405}
    file.refresh_from_db()
    assert file.version == 1


def test_others_see_a_plain_list(maker, attach):  # A1
    record = asset(maker, tier=Tier.PUBLIC)
    attach(record, "a.jpg", caption="断面")
    shown = client_of(ANONYMOUS).get(list_of(record)).content.decode()
    assert "断面" in shown
    assert '<form method="post" enctype' not in shown
    assert client_of(ANONYMOUS).get("/files/of/organisation/X/").status_code == 404
