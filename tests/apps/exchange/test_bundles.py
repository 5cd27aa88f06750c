"""Bringing an export back (H2): nothing is lost, the second time nothing changes, and all of it can be undone."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from tests.apps.exchange.bundles import (
    FORMATS,
    brought_back,
    checked,
    exported,
    firm_with_everything,
    listed,
    plan,
    profile,
    state,
    stored,
    zip_of,
)
from tests.apps.exchange.helpers import csv_of
from tests.apps.files.samples import office, pdf, picture
from tests.factories import actor, asset

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.accounts.services.edit_organisation import edit_organisation
from kyoso.apps.assets.models import Asset
from kyoso.apps.assets.services.exchange_assets import remove_asset
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.exchange.models import Import, OwnNumber
from kyoso.apps.exchange.reading.faults import Unreadable
from kyoso.apps.exchange.services.run_import import choose_parts, run_import
from kyoso.apps.exchange.services.send_bundle import send_bundle
from kyoso.apps.exchange.services.undo_import import undo_import
from kyoso.apps.exchange.wording import say_unreadable
from kyoso.apps.files.models import File
from kyoso.apps.files.services.edit_file import delete_file, edit_file


@pytest.fixture
def owner(db):
    return firm_with_everything()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_another_organisation_gets_all_of_it_once(owner, format, language):  # H2
    data, other = exported(owner, format, language=language), actor()
    batch = brought_back(other, data)
    assert plan(batch) == {
        "profile": {"change": 1}, "asset": {"create": 1}, "need": {"create": 1}, "file": {"create": 4}
    }  # fmt: skip
    assert state(other) == state(owner)
    assert profile(other) == profile(owner)
    again = checked(other, data)
    assert plan(again) == {"profile": {"same": 1}, "asset": {"same": 1}, "need": {"same": 1}, "file": {"same": 4}}
    assert plan(checked(owner, data)) == plan(again)
    run_import(actor=other, batch=again)
    assert state(other) == state(owner)


def test_what_is_missing_is_restored_and_the_rest_left(owner):  # H2
    data, before = exported(owner), state(owner)
    gone = File.objects.get(name="試作品.png")
    delete_file(actor=owner, code=gone.code)
    changed = File.objects.get(caption="核心")
    edit_file(actor=owner, code=changed.code, version=changed.version, caption="別", tier=Tier.NDA)
    batch = brought_back(owner, data)
    assert plan(batch) == {
        "profile": {"same": 1}, "asset": {"same": 1}, "need": {"same": 1},
        "file": {"create": 1, "change": 1, "same": 2},
    }  # fmt: skip
    assert sorted(state(owner)[2]) == sorted(before[2])
    assert plan(checked(owner, data))["file"] == {"same": 4}  # a picture is drawn anew, and is known all the same


def test_a_removed_asset_comes_back_with_its_files(owner):  # H2
    data, before = exported(owner), state(owner)
    old = Asset.objects.get()
    remove_asset(actor=owner, code=old.code, version=old.version)
    for file in File.objects.filter(kind="asset"):
        File.objects.filter(pk=file.pk).delete()
    brought_back(owner, data)
    assert state(owner) == before
    assert plan(checked(owner, data))["file"] == {"same": 4}


def test_undoing_takes_all_of_it_back(owner):  # H2
    other = actor()
    before = profile(other)
    batch = brought_back(other, exported(owner))
    undo_import(actor=other, batch=batch)
    assert state(other) == ([], [], [])
    assert profile(other) == before
    assert batch.state == "undone"
    assert not OwnNumber.objects.filter(organisation_id=other.organisation_id).exists()
    assert len(state(owner)[2]) == 4
    brought_back(other, exported(owner))
    assert state(other) == state(owner)


def test_undoing_leaves_what_somebody_changed_since(owner):  # H2
    other = actor()
    batch = brought_back(other, exported(owner))
    file = File.objects.get(owner_id=other.organisation_id, caption="核心")
    edit_file(actor=other, code=file.code, version=file.version, caption="書き足した", tier=Tier.CORE)
    firm = Organisation.objects.get(pk=other.organisation_id)
    edit_organisation(actor=other, organisation=firm, seen=firm.version, name="新しい名前")
    undo_import(actor=other, batch=batch)
    assert [file[2] for file in state(other)[2]] == ["書き足した"]
    assert state(other)[0][0][-1] == "archived"  # its file holds somebody's work
    assert profile(other)[0] == "新しい名前"


def test_only_the_chosen_parts_are_imported(owner):  # H2
    other = actor()
    name = profile(other)[0]
    batch = checked(other, exported(owner))
    choose_parts(batch=batch, codes=[part.code for part in batch.parts.filter(kind__in=["asset", "file"])])
    run_import(actor=other, batch=batch)
    assert (len(state(other)[0]), len(state(other)[1]), profile(other)[0]) == (1, 0, name)
    assert plan(batch)["file"] == {"create": 3, "fault": 1}  # the need of the fourth was left out


def test_members_take_over_no_profile_and_open_nothing(owner):  # A3, H3
    firm = Organisation.objects.get(pk=actor().organisation_id)
    batch = checked(actor(firm, Role.MEMBER), exported(owner))
    assert plan(batch)["profile"] == {"fault": 1}
    assert batch.parts.get(kind="profile").rows.get().faults[0]["code"] == "managers_only"
    assert plan(batch)["asset"] == {"fault": 1}  # a member opens no asset to the public


def test_files_go_back_to_their_own_records_alone(owner):  # A3
    """A list that names records of others finds none: whether they exist is not told."""
    other, foreign = actor(), asset(actor(), title="よその技術", tier=Tier.PUBLIC)
    entry = {"path": "files/x.pdf", "kind": "asset", "record": foreign.code, "name": "x.pdf", "tier": 0}
    found = {}
    for record in (foreign.code, "ZZZZZZZZZZ"):
        batch = checked(other, zip_of({"files/x.pdf": pdf(), "files/list.json": listed(entry | {"record": record})}))
        found[record] = batch.parts.get().rows.get().faults
    assert found[foreign.code] == found["ZZZZZZZZZZ"]
    assert found[foreign.code][0]["code"] == "record_missing"


# Bad zips

TABLE = csv_of([["名称"], ["深絞り"]])
LIES = zip_of({"x-アセット.csv": b"0" * 500}).replace((500).to_bytes(4, "little"), (100).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 no zip", "broken_zip"),
        (b"\x00" * 100, "broken_zip"),
        (zip_of({"../../etc/x.csv": TABLE}), "wrong_path"),
        (zip_of({"/etc/x.csv": TABLE}), "wrong_path"),
        (zip_of({"files\\..\\..\\x": b"x", "x.csv": TABLE}), "wrong_path"),
        (zip_of({"C:/x.csv": TABLE}), "wrong_path"),
        (zip_of({"写真/a.jpg": picture()}), "not_an_export"),
        (zip_of({}), "not_an_export"),
        (zip_of({"x-アセット.csv": TABLE, "files/a.pdf": pdf()}), "no_list"),
        (zip_of({"x-アセット.csv": TABLE, "files/list.json": b"[{"}), "broken_list"),
        (zip_of({"x-アセット.csv": TABLE, "files/list.json": b'{"a": 1}'}), "broken_list"),
        (zip_of({"a-アセット.csv": TABLE, "b-アセット.csv": TABLE}), "twice_in_zip"),
        (zip_of({"a-アセット.csv": TABLE + b"\xff\xfe\x80"}), "broken_text"),
        (zip_of({"メモ.csv": TABLE}), "not_an_export"),
        (zip_of({"a-アセット.csv": b"\0" * 21_000_000}), "part_too_large"),
        (zip_of({"files/1.bin": b"\0" * 70_000_000}), "zip_too_full"),
        (LIES, "broken_part"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_zips_are_told_and_leave_nothing(owner, settings, data, code):  # H2
    settings.FILE_BYTES_PER_ORGANISATION = 0
    before = stored()
    with pytest.raises(Unreadable) as fault:
        send_bundle(actor=owner, file=ContentFile(data), name="x.zip")
    assert fault.value.code == code
    said = say_unreadable(fault.value)
    assert "%(" not in said
    assert said != "このファイルは読み取れません。"
    assert not Import.objects.exists()
    assert stored() == before


@pytest.mark.parametrize(
    ("content", "entry", "code"),
    [
        (b"<html><script>1</script></html>", {"name": "試作.jpg"}, "refused"),
        (b"MZ\x90\x00" + b"\0" * 200, {"name": "図.pdf"}, "refused"),
        (pdf(), {"path": "files/none.pdf"}, "file_missing"),
        (pdf(), {"caption": "長" * 201}, "too_long"),
        (pdf(), {"tier": 7}, "unknown_word"),
        (pdf(), {"tier": "3"}, "unknown_word"),
        (pdf(), {"kind": "person"}, "record_missing"),
        (b"\0" * 30_000_000, {}, "file_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_at_fault_are_told_one_by_one(owner, content, entry, code):  # H2
    own = Asset.objects.get()
    told = {"path": "files/a", "kind": "asset", "record": own.code, "name": "図面.pdf", "tier": 1} | entry
    good = {"path": "files/b", "kind": "asset", "record": own.code, "name": "正しい.docx", "tier": 1}
    data = zip_of({"files/a": content, "files/b": office(), "files/list.json": listed(told, good)})
    batch = brought_back(owner, data)
    faults = [row.faults[0]["code"] for row in batch.parts.get().rows.filter(action="fault")]
    assert faults[0] == code
    assert File.objects.filter(name="正しい.docx").exists()
    assert File.objects.count() == 5


def test_entries_that_are_no_entries_and_files_without_one_are_told(owner):  # H2
    strange = [1, None, "x", {}, {"path": ["files/a"], "tier": True}]
    batch = checked(owner, zip_of({"files/a": pdf(), "files/list.json": json.dumps(strange)}))
    assert plan(batch) == {"file": {"fault": 6}}


def test_zips_packed_again_are_understood(owner):  # H2
    """In one folder, with what a Mac adds, or by Windows with names in Shift_JIS."""
    data = exported(owner, "csv")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(f"kyoso/{info.filename}", source.read(info))
        target.writestr("__MACOSX/kyoso/._x", b"x")
        target.writestr("kyoso/.DS_Store", b"x")
    assert plan(checked(owner, out.getvalue())) == plan(checked(owner, data))

    class Windows(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):  # noqa: N802
            return self.filename.encode("cp932"), self.flag_bits & ~0x800

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(Windows(info.filename), source.read(info))
    assert plan(checked(owner, out.getvalue())) == plan(checked(owner, data))
