"""The pages that bring an export back (H2), and the profile as a table of its own."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.apps.exchange.bundles import (
    checked,
    exported,
    firm_with_everything,
    profile,
    state,
    stored,
    zip_of,
)
from tests.apps.exchange.helpers import client_of, csv_of, imported
from tests.apps.files.samples import pdf
from tests.factories import actor

from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.exchange.models import Import
from kyoso.apps.exchange.services.sweep_exchange import sweep_exchange
from kyoso.apps.exchange.services.undo_import import undo_import
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.services.run_job import run_job

TABLE = csv_of([["名称"], ["深絞り"]])


@pytest.fixture
def owner(db):
    return firm_with_everything()


def post(client, data, name="書き出し.zip"):
    return client.post(reverse("bundle_new"), {"file": SimpleUploadedFile(name, data)})


def test_the_whole_way_through_the_pages(owner):  # H2
    other = actor()
    client, before = client_of(other), stored()
    answer = post(client, exported(owner))
    page = client.get(answer["Location"]).content.decode()
    assert "写真と資料" in page
    batch = Import.objects.get(kind="zip")
    for part in batch.parts.all():
        rows = client.get(reverse("import_detail", args=[part.code])).content.decode()
        assert {"asset": "深絞り", "need": "検査の手間", "profile": "岡崎市", "file": "試作品.png"}[part.kind] in rows
        assert client.get(reverse("import_columns", args=[part.code])).status_code == (
            302 if part.kind == "file" else 200
        )
        for name in ("import_run", "import_undo", "import_discard"):
            assert client.post(reverse(name, args=[part.code])).status_code == 404
    assert client.get(reverse("import_columns", args=[batch.code])).status_code == 302
    profile_part = batch.parts.get(kind="profile")
    assert f'value="{profile_part.code}">' in page  # of another name, so not ticked
    run = reverse("import_run", args=[batch.code])
    assert client.post(run, {"part": []}, follow=True).status_code == 200
    assert state(other) == ([], [], [])
    client.post(run, {"part": [part.code for part in batch.parts.exclude(kind="profile")]})
    assert state(other) == state(owner)
    assert "すべて取り込みました" in client.get(answer["Location"]).content.decode()
    assert stored() == before
    client.post(reverse("import_undo", args=[batch.code]))
    assert state(other) == ([], [], [])
    assert client.get(answer["Location"]).status_code == 200
    for part in batch.parts.all():
        assert client.get(reverse("import_detail", args=[part.code])).status_code == 200


def test_large_ones_go_on_in_the_background(owner, monkeypatch):  # H2
    monkeypatch.setattr("kyoso.apps.exchange.web.bundles.LARGE", 1)
    monkeypatch.setattr("kyoso.apps.exchange.web.bundles.FILES_AT_ONCE", 1)
    other = actor()
    client = client_of(other)
    address = post(client, exported(owner))["Location"]
    assert "hx-get" in client.get(address).content.decode()
    run_job(Job.objects.get(kind="import_check").code)
    batch = Import.objects.get(kind="zip")
    client.post(reverse("import_run", args=[batch.code]), {"part": [part.code for part in batch.parts.all()]})
    job = Job.objects.get(kind="import_run")
    run_job(job.code)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 7, 7)
    assert state(other) == state(owner)


def test_whose_role_ended_meanwhile_restores_nothing(owner, monkeypatch):  # H2
    monkeypatch.setattr("kyoso.apps.exchange.web.bundles.ROWS_AT_ONCE", 1)
    other = actor()
    client = client_of(other)
    post(client, exported(owner))
    batch = Import.objects.get(kind="zip")
    client.post(reverse("import_run", args=[batch.code]), {"part": [part.code for part in batch.parts.all()]})
    Membership.objects.filter(person_id=other.person_id).update(ended_at=timezone.now())
    run_job(Job.objects.get().code)
    assert Job.objects.get().message == "not_allowed"
    assert state(other) == ([], [], [])


def test_bad_zips_are_told_on_the_page(owner):  # H2
    client = client_of(owner)
    answer = post(client, zip_of({"x-アセット.csv": TABLE, "files/a.pdf": pdf()}))
    assert answer.status_code == 422
    assert "files/list.json" in answer.content.decode()
    answer = client.post("/import/asset/", {"file": SimpleUploadedFile("x.zip", exported(owner))})
    assert "書き出しを元に戻す" in answer.content.decode()


def test_a_zip_beyond_the_limit_is_refused_before_it_is_read(owner):  # H2
    class Untouched(io.BytesIO):
        def read(self, *args):
            pytest.fail("the body was read")

    answer = client_of(owner).generic(
        "POST", reverse("bundle_new"), b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(3 * 1024**3), **{"wsgi.input": Untouched()},
    )  # fmt: skip
    assert answer.status_code == 413


def test_a_zip_that_is_not_imported_is_gone_after_a_day(owner):  # H2
    before = stored()
    checked(owner, exported(owner))
    Import.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    sweep_exchange()
    assert not Import.objects.exists()
    assert stored() == before


def test_the_profile_alone_comes_from_a_table(owner):  # H2
    data = csv_of([["会社名", "くわしい業種", "従業員数", "謎"], ["水野絞工業株式会社", "244", "２４名", "x"]])
    batch, counts = imported(owner, data, "profile")
    assert counts == {"change": 1, "done": 1}
    firm = Organisation.objects.get(pk=owner.organisation_id)
    assert (firm.name, firm.industry_class, firm.employees, firm.street) == ("水野絞工業株式会社", "244", 24, "一丁目")
    undo_import(actor=owner, batch=batch)
    assert profile(owner)[0] == "水野絞工業"
    two = csv_of([["会社名", "法人番号"], ["水野", "1234567890123"], ["二行目", ""]])
    _batch, counts = imported(owner, two, "profile")
    assert counts == {"fault": 2}
    page = client_of(owner).get("/import/profile/").content.decode()
    assert "プロフィールを取り込む" in page
