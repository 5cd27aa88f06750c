"""Exports (H2): all that one may see and no more; for a day, for one person, while their rights last; and back."""

import datetime
import io
import json
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.exchange.helpers import client_of, imported, table_in
from tests.apps.files.samples import add_samples, pdf
from tests.apps.files.samples import sent as sample
from tests.factories import acting, actor, asset, member, need, organisation

from kyoso.apps.accounts.actors import ANONYMOUS
from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Membership, Organisation
from kyoso.apps.assets.enums import AssetKind, TechnologyField
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.exchange import storage
from kyoso.apps.exchange.models import Export
from kyoso.apps.exchange.queries import get_export_for, list_exports_for
from kyoso.apps.exchange.reading.file import read_file
from kyoso.apps.exchange.reading.text_file import read_text
from kyoso.apps.exchange.services.make_export import ask_export, make_export
from kyoso.apps.exchange.services.sweep_exchange import sweep_exchange
from kyoso.apps.files.services.add_file import add_file
from kyoso.apps.jobs.models import Job
from kyoso.apps.jobs.services.run_job import run_job
from kyoso.apps.journal.models import Entry

FORMATS = ["xlsx", "csv", "csv_sjis", "json"]


@pytest.fixture
def owner(db):
    return actor()


def made(by, format="xlsx", kinds=("asset",), language="ja"):
    export = ask_export(actor=by, format=format, kinds=list(kinds), language=language)
    return make_export(actor=by, export=export)


def content(export):
    return storage.read(export.stored)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("role", [Role.OWNER, Role.MEMBER])
def test_everyone_takes_along_what_they_may_see_and_no_more(owner, format, role):  # A3
    firm = Organisation.objects.get(pk=owner.organisation_id)
    asset(owner, title="見える", ability="見える能力", evidence="核心の裏づけ", field_tiers={"evidence": Tier.CORE})
    asset(owner, title="核心の技術", tier=Tier.CORE)
    asset(actor(), title="よその技術", tier=Tier.PUBLIC)
    text = str([row.cells for sheet in read_file(content(made(actor(firm, role), format))) for row in sheet.rows])
    assert "見える能力" in text
    assert "よその技術" not in text
    for word in ("核心の裏づけ", "核心の技術"):
        assert (word in text) is (role == Role.OWNER)


def test_drafts_archives_and_notes_come_along(owner):  # H2
    asset(owner, title="保管した型", archived=True)
    need(owner, title="終えた件", status="closed", note="社内の事情")
    need(owner, title="書きかけ", status="draft")
    export = made(owner, kinds=["asset", "need", "profile"])
    found = str([table_in(content(export), sheet) for sheet in range(3)])
    for word in ("保管した型", "終えた件", "社内の事情", "書きかけ", Organisation.objects.get().name):
        assert word in found
    assert export.records == 4


def test_excel_is_readable_for_people(owner):  # H2
    from openpyxl import load_workbook

    asset(owner, title="深絞り")
    sheet = load_workbook(io.BytesIO(content(made(owner)))).active
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert {cell.value for cell in sheet[1]} >= {"コード", "名称", "公開レベル", "裏づけの公開レベル"}
    assert sheet.column_dimensions["C"].width > 20


@pytest.mark.parametrize("sign", "=+-@")
@pytest.mark.parametrize("format", FORMATS)
def test_formulas_are_harmless_outside_and_whole_again_inside(owner, format, sign):  # H2
    title = f"{sign}cmd|' /C calc'!A0"
    asset(owner, title=title, summary=f"'{title}")
    data = content(made(owner, format))
    if format != "json":
        assert f"'{title}" in str([row.cells for row in read_file(data)[0].rows])
    other = actor()
    imported(other, data)
    assert asset_values(other) == [(title, f"'{title}")]


def asset_values(by):
    from kyoso.apps.assets.models import Asset

    return list(Asset.objects.filter(owner_id=by.organisation_id).values_list("title", "summary").order_by("pk"))


def test_shift_jis_says_what_it_cannot_write(owner):  # H2
    asset(owner, title="鷗と𠮷野〜")
    export = made(owner, "csv_sjis")
    assert "鷗" not in content(export).decode("cp932")
    assert export.lost == "鷗𠮷"
    page = client_of(owner).get(reverse("export_detail", args=[export.code])).content.decode()
    assert "鷗𠮷" in page


def test_files_and_several_tables_come_as_a_zip(owner):  # H2
    asset(owner, title="深絞り")
    export = made(owner, "csv", ["asset", "need", "files"])
    names = zipfile.ZipFile(io.BytesIO(content(export))).namelist()
    assert len([name for name in names if name.endswith(".csv")]) == 2
    assert export.file_name.endswith(".zip")


def test_files_lie_under_the_codes_of_their_records_and_others_stay_out(owner):  # H2, A3
    made_asset = asset(owner, title="深絞り", tier=Tier.PUBLIC)
    add_samples(owner, made_asset)
    other = actor()
    add_samples(other, asset(other, tier=Tier.PUBLIC))
    archive = zipfile.ZipFile(io.BytesIO(content(made(owner, "csv", ["asset", "files"]))))
    listed = json.loads(archive.read("files/list.json"))
    assert listed
    assert {one["record"] for one in listed} == {made_asset.code}
    for one in listed:
        assert one["path"].startswith(f"files/asset/{made_asset.code}/")
        assert archive.read(one["path"])


def test_large_files_pass_through_in_pieces(owner, settings, tmp_path):  # H2
    """The zip of an organisation may be 500 MB; what is held in memory does not grow with it."""
    disk = "django.core.files.storage.FileSystemStorage"
    places = {name: {"BACKEND": disk, "OPTIONS": {"location": tmp_path / name}} for name in ("default", "exchange")}
    settings.STORAGES = settings.STORAGES | places
    made_asset = asset(owner, title="深絞り")
    for number in range(3):
        upload = sample("大きな図面.pdf", pdf(f"{number}") + b"%" * 8_000_000 + b"\n%%EOF\n")
        add_file(actor=owner, kind="asset", code=made_asset.code, upload=upload)
    tracemalloc.start()
    export = made(owner, "csv", ["asset", "files"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000
    assert storage.exchange_storage().size(export.stored) > 24_000_000
    answer = client_of(owner).get(reverse("export_download", args=[export.code]))
    assert answer.streaming
    assert max(len(piece) for piece in answer.streaming_content) < 1_000_000


def test_an_export_is_watched_over_while_it_is_made(owner, monkeypatch):  # H2
    made_asset = asset(owner, title="深絞り")
    add_samples(owner, made_asset)
    monkeypatch.setattr("kyoso.apps.exchange.services._archive.EVERY", 1)
    client_of(owner).post(reverse("export_new"), {"kinds": ["asset", "files"], "format": "csv"})
    from kyoso.apps.exchange.services import _archive

    write = _archive._write_file

    def demoted(archive, path, file):
        Membership.objects.filter(person_id=owner.person_id).update(role=Role.MEMBER)
        return write(archive, path, file)

    monkeypatch.setattr(_archive, "_write_file", demoted)
    run_job(Job.objects.get().code)
    assert Job.objects.get().message == "not_allowed"
    assert Export.objects.get().stored == ""


def test_json_has_a_list_for_each_kind(owner):  # H2
    asset(owner, title="深絞り")
    found = json.loads(content(made(owner, "json", ["asset", "profile"], "en")))
    assert found["Assets"][0]["Title"] == "深絞り"
    assert found["Assets"][0]["Disclosure tier"] == "Network"
    assert list(found) == ["Assets", "Organisation"]


# Back again

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40)
lines = texts.filter(lambda text: any(sign.isalnum() for sign in text))
tiers = st.sampled_from(list(Tier))
records = st.fixed_dictionaries(
    {
        "title": lines,
        "tier": tiers,
        "kind": st.sampled_from(AssetKind.values),
        "field": st.sampled_from(["", *TechnologyField.values]),
        "trl": st.none() | st.integers(1, 9),
        "summary": st.lists(texts, max_size=3).map("\n".join),
        "evidence": texts,
        "field_tiers": st.dictionaries(st.sampled_from(["summary", "evidence"]), tiers, max_size=2),
    }
)


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("language", ["ja", "en"])
@given(rows=st.lists(records, min_size=1, max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_export_import_export_is_the_same(db, format, language, rows):  # H2
    with transaction.atomic():
        first, second = actor(), actor()
        for row in rows:
            asset(first, **row)
        data = content(made(first, format, language=language))
        _batch, counts = imported(second, data)
        assert counts == {"create": len(rows), "done": len(rows)}
        assert without_codes(data) == without_codes(content(made(second, format, language=language)))
        assert imported(first, data)[1] == {"same": len(rows)}
        assert imported(second, data)[1] == {"same": len(rows)}
        transaction.set_rollback(True)


def without_codes(data):
    rows = read_file(data)[0].rows
    place = next(n for n, header in enumerate(rows[0].cells) if header in {"コード", "Code"})
    return [[cell for n, cell in enumerate(row.cells) if n != place] for row in rows]


def test_needs_come_back_whole(owner):  # H2
    need(owner, title="検査", partner_kinds=["sme", "university"], due=datetime.date(2026, 3, 31), source="survey")
    need(owner, title="運搬", status="closed", note="春まで\n待つ")
    need(owner, title="塗装", status="draft", offer="場所", field_tiers={"offer": Tier.CORE})
    other = actor()
    data = content(made(owner, "csv", ["need"]))
    assert imported(other, data, "need")[1] == {"create": 3, "done": 3}
    assert without_codes(data) == without_codes(content(made(other, "csv", ["need"])))


# Whose it is, and how long


def test_a_download_is_for_whoever_asked_alone(owner):  # H2
    firm = Organisation.objects.get(pk=owner.organisation_id)
    export = made(owner)
    client = client_of(owner)
    answer = client.get(reverse("export_download", args=[export.code]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    assert Entry.objects.filter(verb="export_downloaded", subject_id=export.pk).exists()
    for one in (actor(firm, Role.OWNER), actor(), ANONYMOUS):
        with pytest.raises(Absent):
            get_export_for(one, export.code)
    elsewhere = acting(member(organisation(), Role.OWNER, Membership.objects.get(person_id=owner.person_id).person))
    with pytest.raises(Absent):
        get_export_for(elsewhere, export.code)


def test_who_lost_the_role_a_second_ago_gets_no_file(owner):  # H2
    asset(owner, title="核心", tier=Tier.CORE)
    export = made(owner)
    client = client_of(owner)
    Membership.objects.filter(person_id=owner.person_id).update(role=Role.MEMBER)
    assert client.get(reverse("export_download", args=[export.code])).status_code == 404
    assert client.get(reverse("export_detail", args=[export.code])).status_code == 404
    assert export.code not in client.get(reverse("export_new")).content.decode()


def test_who_lost_the_role_before_the_work_began_gets_no_file(owner):  # H2
    export = ask_export(actor=owner, format="xlsx", kinds=["asset"], language="ja")
    Membership.objects.filter(person_id=owner.person_id).update(role=Role.LEAD)
    lead = acting(Membership.objects.get(person_id=owner.person_id))
    with pytest.raises(PermissionDenied):
        make_export(actor=lead, export=export)


def test_after_a_day_it_is_gone(owner):  # H2
    export = made(owner)
    assert list_exports_for(owner) == [export]
    Export.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    with pytest.raises(Absent):
        get_export_for(owner, export.code)
    assert list_exports_for(owner) == []
    assert sweep_exchange() == 1
    assert not storage.exchange_storage().exists(export.stored)
    assert not Export.objects.exists()


@pytest.mark.parametrize(("format", "kinds"), [("exe", ["asset"]), ("xlsx", []), ("xlsx", ["people"])])
def test_what_cannot_be_made_is_said(owner, format, kinds):  # H2
    with pytest.raises(ValidationError):
        ask_export(actor=owner, format=format, kinds=kinds, language="ja")


def test_large_ones_are_made_in_the_background(owner, monkeypatch):  # H2
    monkeypatch.setattr("kyoso.apps.exchange.web.exports.AT_ONCE", 1)
    asset(owner, title="一")
    asset(owner, title="二")
    client = client_of(owner)
    answer = client.post(reverse("export_new"), {"kinds": ["asset"], "format": "csv"})
    job = Job.objects.get()
    assert "hx-get" in client.get(answer["Location"]).content.decode()
    assert client.get(answer["Location"] + "file/").status_code == 404
    run_job(job.code)
    data = b"".join(client.get(answer["Location"] + "file/").streaming_content)
    assert [row.cells[2] for row in read_text(data).rows][1:] == ["一", "二"]
