"""The pages of importing (H2): a file's way through them, who finds them, and what they say about bad files."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.apps.exchange.helpers import client_of, csv_of, imported, sent, table_in, xlsx_of
from tests.factories import actor, asset

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.assets.models import Asset
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.models import Import
from kyoso.apps.exchange.reading.limits import MAX_BYTES
from kyoso.apps.exchange.services.sweep_exchange import sweep_exchange
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.services.run_job import run_job

NEW = "/import/asset/"
ROWS = [["名称", "種類", "メモ欄"], ["深絞り", "コア技術", "x"], ["研磨", "宇宙船", "y"]]


@pytest.fixture
def owner(db):
    return actor()


@pytest.fixture
def browser_of_owner(owner):
    return client_of(owner)


def post(client, data, name="資産.csv"):
    return client.post(NEW, {"file": SimpleUploadedFile(name, data)})


def test_the_whole_way(owner, browser_of_owner):  # H2
    client = browser_of_owner
    answer = post(client, csv_of(ROWS, "cp932"))
    batch = Import.objects.get()
    assert answer["Location"] == reverse("import_columns", args=[batch.code])
    page = client.get(answer["Location"]).content.decode()
    assert "メモ欄" in page
    answer = client.post(answer["Location"], {"place_0": "title", "place_1": "kind", "place_2": "summary"})
    page = client.get(answer["Location"]).content.decode()
    assert "宇宙船" in page  # the fault comes first, with the words that would do
    assert "コア技術 / 設備" in page
    assert "深絞り" in client.get(answer["Location"] + "?show=create").content.decode()
    assert not Asset.objects.exists()
    client.post(reverse("import_run", args=[batch.code]))
    assert Asset.objects.get().summary == "x"
    mend = table_in(client.get(reverse("import_faults", args=[batch.code])).content)
    assert mend[0][:2] == ["直すところ", "名称"]
    assert mend[1][1:] == ["研磨", "宇宙船", "y"]
    assert "宇宙船" in mend[1][0]
    client.post(reverse("import_undo", args=[batch.code]))
    assert not Asset.objects.exists()
    page = client.get(reverse("import_detail", args=[batch.code])).content.decode()
    assert "新規</span>" not in page  # after the undo, the figures say what became of the rows
    assert "元に戻しました</span>" in page
    assert "修正が必要な行" not in page
    assert client.get(reverse("import_faults", args=[batch.code])).status_code == 404


def test_columns_that_are_not_clear_come_first_and_the_necessary_one_is_marked(owner, browser_of_owner):  # H2
    browser_of_owner.cookies["django_language"] = "ja"
    post(browser_of_owner, csv_of([["名称", "種類", "メモ欄", ""], ["深絞り", "設備", "x", "y"]]))
    url = reverse("import_columns", args=[Import.objects.get().code])
    page = browser_of_owner.get(url).content.decode()
    page = page[page.index("見分けられなかった列") :]
    labels = re.findall(r'<label class="field__label" for="id_place_(\d)">', page)
    assert labels == ["2", "3", "0", "1"]
    assert page.count("要確認") == 2
    assert page.count("mark--required") == 1
    assert "名称(必須)" in page
    assert "見出しのない列(4列目)" in page


def test_without_a_title_the_page_says_so_at_once(browser_of_owner):  # H2
    post(browser_of_owner, csv_of([["うちでの呼び方", "種類"], ["深絞り", "設備"]]))
    page = browser_of_owner.get(reverse("import_columns", args=[Import.objects.get().code])).content.decode()
    assert "「名称」にあたる列がわかりませんでした" in page


def test_mended_rows_are_sent_again_with_their_faults_in_them(owner, browser_of_owner):  # H2
    batch, _counts = imported(owner, csv_of(ROWS))
    data = browser_of_owner.get(reverse("import_faults", args=[batch.code])).content
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    book.active["C2"] = "設備"
    out = io.BytesIO()
    book.save(out)
    assert imported(owner, out.getvalue())[1] == {"create": 1, "done": 1}


def test_what_is_clear_needs_no_asking(browser_of_owner):  # H2
    answer = post(browser_of_owner, csv_of([["名称", "種類"], ["深絞り", "設備"]]))
    assert answer["Location"] == reverse("import_detail", args=[Import.objects.get().code])


def test_what_was_chosen_is_remembered_for_the_organisation(owner, browser_of_owner):  # H2
    post(browser_of_owner, csv_of(ROWS))
    first = Import.objects.get()
    chosen = {"place_0": "title", "place_1": "skip", "place_2": "evidence"}
    browser_of_owner.post(reverse("import_columns", args=[first.code]), chosen)
    colleague = client_of(actor(Organisation.objects.get(), Role.LEAD))
    answer = post(colleague, csv_of(ROWS))
    second = Import.objects.latest("pk")
    assert second.places == {"0": "title", "2": "evidence"}
    assert answer.url == reverse("import_detail", args=[second.code])  # nothing is asked a second time


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"place_0": "kind"}, "名称の列"),
        ({"place_0": "title", "place_1": "title"}, "二つの列"),
        ({"place_0": "x"}, "ありません"),
    ],
)
def test_columns_that_cannot_be_are_told(browser_of_owner, chosen, said):  # H2
    post(browser_of_owner, csv_of(ROWS))
    answer = browser_of_owner.post(reverse("import_columns", args=[Import.objects.get().code]), chosen)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_another_sheet_and_another_header_can_be_chosen(browser_of_owner):  # H2
    post(
        browser_of_owner,
        xlsx_of([["題"], ["名称", "種類"], ["深絞り", "設備"]], 別=[["名前", "x"], ["研磨", 1]]),
        "a.xlsx",
    )
    batch = Import.objects.get()
    url = reverse("import_columns", args=[batch.code])
    browser_of_owner.post(url, {"sheet": "1", "header": "1"})
    batch.refresh_from_db()
    assert (batch.sheet, batch.header, batch.places) == (1, 0, {"0": "title"})
    browser_of_owner.post(url, {"sheet": "1", "header": "1"})
    batch.refresh_from_db()
    assert batch.header == 1
    for wrong in ({"sheet": "9"}, {"sheet": "x"}, {"sheet": "1", "header": "99"}):
        assert browser_of_owner.post(url, wrong).status_code == 422


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, ".xlsx"),
        (csv_of(ROWS) + b"\r\n\xff\xfe\x80x", "4行目"),
        (b"%PDF-1.4", "Excel(.xlsx)"),
    ],
)
def test_bad_files_are_told_with_the_mend_and_leave_nothing(browser_of_owner, data, said):  # H2
    answer = post(browser_of_owner, data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_and_an_empty_one_are_told(browser_of_owner):  # H2
    assert browser_of_owner.post(NEW, {}).status_code == 422
    assert "空" in post(browser_of_owner, b"").content.decode()


def test_only_a_header_is_told(browser_of_owner):  # H2
    assert "見出しの下に行がありません" in post(browser_of_owner, csv_of([["名称", "種類"]])).content.decode()


def test_two_hundred_megabytes_are_refused_before_they_are_read(browser_of_owner):  # H2
    class Untouched(io.BytesIO):
        def read(self, *args):
            pytest.fail("the body was read")

    answer = browser_of_owner.generic(
        "POST",
        NEW,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="209715200",
        **{"wsgi.input": Untouched()},
    )
    assert answer.status_code == 413
    assert f"{MAX_BYTES // 1024 // 1024} MB" in answer.content.decode()


def test_forged_uploads_are_refused(owner):  # H3
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(Membership.objects.get().person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert post(client, csv_of(ROWS)).status_code == 403


def test_large_ones_go_on_in_the_background(owner, browser_of_owner, monkeypatch):  # H2
    monkeypatch.setattr("kyoso.apps.exchange.web.imports.AT_ONCE", 1)
    monkeypatch.setattr("kyoso.apps.exchange.web.imports.CHECKED_AT_ONCE", 1)
    post(browser_of_owner, csv_of([["名称"], ["一"], ["二"]]))
    batch = Import.objects.get()
    url = reverse("import_detail", args=[batch.code])
    for name in ("import_check", "import_run", "import_undo"):
        assert "hx-get" in browser_of_owner.get(url).content.decode()
        job = Job.objects.get(kind=name)
        run_job(job.code)
        job.refresh_from_db()
        assert (job.state, job.done) == ("done", 2)
        following = {"import_check": "import_run", "import_run": "import_undo"}.get(name)
        if following:
            browser_of_owner.post(reverse(following, args=[batch.code]))
    assert not Asset.objects.exists()
    assert Job.objects.count() == 3


def test_who_loses_the_role_while_rows_are_taken_in_stops_there(owner, browser_of_owner, monkeypatch):  # H2
    monkeypatch.setattr("kyoso.apps.exchange.web.imports.AT_ONCE", 1)
    batch = sent(owner, csv_of([["名称"], *([f"技術{n}"] for n in range(150))]))
    browser_of_owner.post(reverse("import_run", args=[batch.code]))
    from kyoso.apps.exchange.services import run_import

    take_in = run_import._take_in_record

    def leave(by, records, row):
        if row.number == 120:
            Membership.objects.filter(person_id=by.person_id).update(ended_at=timezone.now())
        return take_in(by, records, row)

    monkeypatch.setattr(run_import, "_take_in_record", leave)
    run_job(Job.objects.get().code)
    assert (Job.objects.get().message, Asset.objects.count()) == ("not_allowed", 100)


def test_whose_role_ended_confirms_nothing(owner, browser_of_owner):  # H2
    batch = sent(owner, csv_of(ROWS))
    Membership.objects.update(ended_at=timezone.now())
    assert browser_of_owner.post(reverse("import_run", args=[batch.code])).status_code == 302
    assert not Asset.objects.exists()


@pytest.mark.parametrize("name", ["detail", "columns", "run", "undo", "discard", "faults"])
def test_an_import_is_there_for_whoever_sent_it_alone(owner, name):  # A3
    batch = sent(owner, csv_of(ROWS))
    for other in (actor(Organisation.objects.get(), Role.OWNER), actor()):
        client = client_of(other)
        url = reverse(f"import_{name}", args=[batch.code])
        assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}
        assert client.get(url).status_code == client.get(url.replace(batch.code, "ZZZZZZZZZZ")).status_code
    assert Import.objects.filter(state="checked").exists()


def test_a_file_can_be_dropped_and_is_dropped_after_a_day(owner, browser_of_owner):  # H2
    batch = sent(owner, csv_of(ROWS))
    browser_of_owner.post(reverse("import_discard", args=[batch.code]))
    assert not Import.objects.exists()
    assert not storage.exchange_storage().exists(batch.stored)
    again = sent(owner, csv_of(ROWS))
    Import.objects.update(created_at=timezone.now() - timezone.timedelta(hours=25))
    assert sweep_exchange() == 1
    assert not storage.exchange_storage().exists(again.stored)


def test_once_imported_the_file_and_what_was_read_of_it_are_gone(owner):  # A3
    batch, _counts = imported(owner, csv_of(ROWS))
    assert batch.stored == ""
    assert set(map(str, batch.rows.values_list("values", flat=True))) == {"{}"}


@pytest.mark.parametrize("kind", ["asset", "need"])
@pytest.mark.parametrize("format", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_template_imports_as_it_is(owner, browser_of_owner, kind, format, language):  # H2
    url = reverse("import_template", args=[kind, format])
    data = browser_of_owner.get(url, headers={"accept-language": language}).content
    _batch, counts = imported(owner, data, kind)
    assert counts["create"] == counts["done"] >= 1
    assert browser_of_owner.get(url.replace(format, "exe")).status_code == 404


DETAIL_QUERIES = 12
"""Session, person, memberships, network roles, import, job, counts, count, rows, grants, records, begun or not."""


def test_the_preview_asks_the_same_number_of_questions_for_one_and_three_rows(
    owner, browser_of_owner, django_assert_num_queries
):  # H2
    for number in range(3):
        asset(owner, title=f"技術{number}", summary="前")
    rows = [["名称", "概要"], *([f"技術{n}", "後"] for n in range(3))]
    urls = [
        reverse("import_detail", args=[sent(owner, csv_of(rows[: count + 1])).code]) + "?show=change"
        for count in (1, 3)
    ]
    browser_of_owner.get(urls[0])
    for url in urls:
        with django_assert_num_queries(DETAIL_QUERIES):
            assert "前" in browser_of_owner.get(url).content.decode()
