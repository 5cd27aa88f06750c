"""Adding, changing and taking away files: what is kept, what is journalled, and that nothing is left behind."""

import datetime
import os
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from tests.apps.files.conftest import stored
from tests.apps.files.samples import office, picture, sent
from tests.factories import acting, actor, asset, grant, member, need

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import Organisation
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.disclosure.queries import Absent
from kyoso.apps.files.adapters import prepare, storage
from kyoso.apps.files.models import File
from kyoso.apps.files.queries import list_files_for
from kyoso.apps.files.rules import MEGABYTE
from kyoso.apps.files.services import add_file as add_file_module
from kyoso.apps.files.services.add_file import add_file, replace_file
from kyoso.apps.files.services.edit_file import delete_file, delete_files_of, edit_file, move_file
from kyoso.apps.files.services.sweep_files import GRACE, sweep_files
from kyoso.apps.journal.models import Entry
from kyoso.shared.locking import Conflict


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="file").order_by("pk").values_list("verb", flat=True))


def names(viewer, record) -> list[str]:
    return [file.name for file in list_files_for(viewer, record.KIND, record.pk)]


# Adding


def test_a_photo_is_kept_with_a_small_one_under_names_that_tell_nothing(maker, attach, kept):  # A1
    file = attach(asset(maker), "試作品.jpg", caption="硬貨と並べた試作品")
    assert (file.name, file.caption, file.width, file.height) == ("試作品.jpg", "硬貨と並べた試作品", 64, 48)
    assert file.uploaded_by_id == maker.person_id
    assert {str(path.relative_to(kept)) for path in stored(kept)} == {file.stored, file.thumbnail}
    assert file.code not in file.stored
    assert Path(file.stored).suffix == ""
    assert verbs() == ["file_added"]


def test_the_journal_holds_no_words(maker, attach):  # E2
    attach(asset(maker), "秘密.txt", b"x", caption="ないしょ")
    data = str(Entry.objects.get(verb="file_added").data)
    assert "秘密" not in data
    assert "ないしょ" not in data


def test_whoever_may_not_open_records_may_not_open_files(maker, attach):  # A3
    record = asset(maker, tier=Tier.NETWORK)
    colleague = actor(Organisation.objects.get(pk=maker.organisation_id), Role.MEMBER)
    for tier in (Tier.PUBLIC, Tier.NETWORK, Tier.CORE):
        with pytest.raises(ValidationError, match="tier"):
            attach(record, by=colleague, tier=tier)
    assert attach(record, by=colleague, tier=Tier.NDA)


def test_others_add_nothing(maker, attach, kept):  # A3
    record, partner = asset(maker), member()
    grant(maker, partner)
    for stranger in (actor(), acting(partner)):
        with pytest.raises(Absent):
            attach(record, by=stranger)
    assert (File.objects.count(), stored(kept)) == (0, [])


def test_the_same_file_is_not_added_twice_and_hidden_ones_do_not_tell(maker, attach):  # A3
    record = asset(maker)
    attach(record, "a.txt", b"same", tier=Tier.CORE)
    with pytest.raises(ValidationError, match=r"a\.txt"):
        attach(record, "b.txt", b"same")
    colleague = actor(Organisation.objects.get(pk=maker.organisation_id), Role.MEMBER)
    assert attach(record, "b.txt", b"same", by=colleague, tier=Tier.NDA)
    assert attach(need(maker), "a.txt", b"same")


def test_a_caption_too_long_is_refused_by_name(maker, attach):  # H3
    with pytest.raises(ValidationError) as refused:
        attach(asset(maker), caption="長" * 201)
    assert list(refused.value.message_dict) == ["caption"]


def test_a_file_too_large_is_refused(maker, attach, settings):  # H3
    settings.FILE_BYTES = MEGABYTE
    with pytest.raises(ValidationError, match="1 MB"):
        attach(asset(maker), "a.txt", b"x" * (MEGABYTE + 1))


@pytest.mark.parametrize("limit", [{"FILES_PER_ORGANISATION": 1}, {"FILE_BYTES_PER_ORGANISATION": 5}])
def test_an_organisation_has_room_for_so_much(maker, attach, settings, kept, limit):  # H3
    one, other = asset(maker), need(maker)
    first = attach(one, "a.txt", b"abc", tier=Tier.CORE)
    for name, value in limit.items():
        setattr(settings, name, value)
    before = stored(kept)
    with pytest.raises(ValidationError, match="MB"):
        attach(other, "b.txt", b"def")
    assert stored(kept) == before
    foreign = actor()
    assert attach(asset(foreign), "b.txt", b"def", by=foreign)
    assert replace_file(actor=maker, code=first.code, upload=sent("c.txt", b"defgh"))


@pytest.mark.parametrize("step", ["log_change", "claim_room"])
def test_a_failure_on_the_way_leaves_nothing(maker, attach, kept, monkeypatch, step):  # H3
    record = asset(maker)

    def fail(*given, **more):
        raise RuntimeError("power cut")

    monkeypatch.setattr(add_file_module, step, fail)
    with pytest.raises(RuntimeError):
        attach(record, "a.jpg")
    assert (File.objects.count(), stored(kept), verbs()) == (0, [], [])


def test_a_full_disk_leaves_nothing(maker, attach, kept, monkeypatch):  # H3
    record, written = asset(maker), []

    class Full:
        delete = staticmethod(default_storage.delete)

        @staticmethod
        def save(name, content):
            if written:
                raise OSError("No space left on device")
            written.append(default_storage.save(name, content))
            return written[0]

    monkeypatch.setattr(storage, "default_storage", Full)
    with pytest.raises(OSError, match="space"):
        attach(record, "a.jpg")
    assert (File.objects.count(), stored(kept)) == (0, [])


# The scanner


@pytest.fixture
def scanner(settings, tmp_path):
    """A scanner that refuses what holds a word, and notes what it was shown."""
    script, log = tmp_path / "scan.py", tmp_path / "scanned"
    script.write_text(
        f"import sys, pathlib\ncontent = pathlib.Path(sys.argv[1]).read_bytes()\n"
        f"open({str(log)!r}, 'ab').write(content)\nsys.exit(b'EICAR' in content)\n"
    )
    settings.SCAN_COMMAND = [sys.executable, str(script)]
    return log


def test_the_scanner_sees_every_file_before_kyoso_looks_into_it(maker, attach, scanner, monkeypatch):  # H3
    record = asset(maker)
    attach(record, "a.txt", b"harmless")
    assert scanner.read_bytes() == b"harmless"
    monkeypatch.setattr(prepare, "tell_media_type", None)
    with pytest.raises(ValidationError, match=r"scanner|ウイルス"):
        attach(record, "b.txt", b"EICAR")


@pytest.mark.parametrize("command", [["/nowhere/scan"], [sys.executable, "-c", "import time; time.sleep(9)"]])
def test_a_scanner_that_does_not_work_lets_nothing_in(maker, attach, settings, monkeypatch, kept, command):  # H3
    settings.SCAN_COMMAND = command
    monkeypatch.setattr("kyoso.apps.files.adapters.scan.WITHIN", 0.3)
    with pytest.raises(ValidationError, match=r"answer|応答"):
        attach(asset(maker))
    assert stored(kept) == []


# Changing


def test_caption_and_tier_are_changed_and_the_second_to_save_is_told(maker, attach):  # A3
    file = attach(asset(maker))
    edit_file(actor=maker, code=file.code, version=1, caption=" 断面 ", tier=Tier.CORE)
    file.refresh_from_db()
    assert (file.caption, file.tier, file.version) == ("断面", Tier.CORE, 2)
    with pytest.raises(Conflict):
        edit_file(actor=maker, code=file.code, version=1, caption="ほか", tier=Tier.CORE)
    assert verbs() == ["file_added", "file_edited"]


def test_a_member_writes_captions_but_opens_nothing(maker, attach):  # A3
    file = attach(asset(maker, tier=Tier.PUBLIC))
    colleague = actor(Organisation.objects.get(pk=maker.organisation_id), Role.MEMBER)
    edit_file(actor=colleague, code=file.code, version=1, caption="断面", tier=Tier.PUBLIC)
    edit_file(actor=colleague, code=file.code, version=2, caption="断面", tier=Tier.NDA)
    with pytest.raises(ValidationError):
        edit_file(actor=colleague, code=file.code, version=3, caption="断面", tier=Tier.PUBLIC)


def test_files_change_places_among_those_that_one_sees(maker, attach):  # A1
    record = asset(maker)
    files = [
        attach(record, name, tier=tier)
        for name, tier in (("a.txt", 0), ("core.txt", Tier.CORE), ("b.txt", 0), ("c.txt", 0))
    ]
    lead = actor(Organisation.objects.get(pk=maker.organisation_id), Role.LEAD)
    move_file(actor=lead, code=files[2].code, step=-1)
    assert names(lead, record) == ["b.txt", "a.txt", "c.txt"]
    assert names(maker, record) == ["b.txt", "core.txt", "a.txt", "c.txt"]
    for step, code in ((-1, files[2].code), (1, files[3].code), (0, files[0].code)):
        move_file(actor=lead, code=code, step=step)
    assert names(lead, record) == ["b.txt", "a.txt", "c.txt"]
    with pytest.raises(Absent):
        move_file(actor=lead, code=files[1].code, step=1)


def test_another_file_takes_the_place_of_one(maker, attach, kept, django_capture_on_commit_callbacks):  # A1
    file = attach(asset(maker), "a.jpg", caption="断面", tier=Tier.NDA)
    with django_capture_on_commit_callbacks(execute=True):
        new = replace_file(actor=maker, code=file.code, upload=sent("b.docx", office()))
    assert (new.pk, new.code, new.caption, new.tier) == (file.pk, file.code, "断面", Tier.NDA)
    assert (new.name, new.thumbnail, new.width, new.version) == ("b.docx", "", None, 2)
    assert [str(path.relative_to(kept)) for path in stored(kept)] == [new.stored]
    assert verbs() == ["file_added", "file_replaced"]


def test_a_bad_replacement_changes_nothing(maker, attach, kept):  # H3
    file, before = attach(asset(maker), "a.jpg"), stored(kept)
    with pytest.raises(ValidationError):
        replace_file(actor=maker, code=file.code, upload=sent("b.jpg", b"<html>"))
    assert stored(kept) == before
    assert File.objects.get().version == 1


# Taking away


def test_bytes_go_when_it_is_certain_that_the_row_is_gone(
    maker, attach, kept, django_capture_on_commit_callbacks
):  # A1
    file = attach(asset(maker), "a.jpg")
    with django_capture_on_commit_callbacks() as waiting:
        delete_file(actor=maker, code=file.code)
        assert len(stored(kept)) == 2
    for act in waiting:
        act()
    assert (File.objects.count(), stored(kept)) == (0, [])
    assert verbs() == ["file_added", "file_removed"]


def test_a_record_that_is_removed_takes_all_its_files_along(
    maker, attach, kept, django_capture_on_commit_callbacks
):  # H2
    record, other = asset(maker), asset(maker)
    for tier in Tier:
        attach(record, f"{tier}.txt", tier=tier)
    attach(other)
    with django_capture_on_commit_callbacks(execute=True):
        done = delete_files_of(actor=maker, kind="asset", record_id=record.pk, owner_id=maker.organisation_id)
    assert (done, File.objects.count(), len(stored(kept))) == (4, 1, 1)


def test_bytes_of_no_file_are_swept_once_they_are_old(maker, attach, kept):  # H3
    file = attach(asset(maker), "a.jpg")
    old, young, of_others = (
        default_storage.save(name, sent("x", b"left behind"))
        for name in ("attached/zz/old", "attached/zz/young", "exports/old")
    )
    long_ago = time.time() - GRACE.total_seconds() - 60
    for name in (old, of_others, file.stored, file.thumbnail):
        os.utime(kept / name, (long_ago, long_ago))
    assert sweep_files() == 1
    assert {str(path.relative_to(kept)) for path in stored(kept)} == {
        young,
        of_others,
        file.stored,
        file.thumbnail,
    }
    assert sweep_files() == 0


def test_there_is_nothing_to_sweep_where_nobody_added_a_file(kept, db):  # H3
    kept.rmdir()
    assert sweep_files() == 0


def test_a_storage_that_cannot_be_read_does_not_stop_the_worker(monkeypatch, caplog, db):  # H3
    class Away:
        @staticmethod
        def listdir(folder):
            raise PermissionError("storage away")

    monkeypatch.setattr(storage, "default_storage", Away)
    assert sweep_files() == 0
    assert "PermissionError" in caplog.text


def test_what_cannot_be_removed_now_is_left_to_the_sweeper(maker, attach, monkeypatch, caplog):  # H3
    file = attach(asset(maker))

    class Away:
        @staticmethod
        def delete(name):
            raise OSError("storage away")

    monkeypatch.setattr(storage, "default_storage", Away)
    storage.discard([file.stored])
    assert "swept" in caplog.text
    assert file.stored not in caplog.text


def test_grace_is_longer_than_any_upload():
    assert datetime.timedelta(hours=1) < GRACE


def test_a_picture_sent_twice_is_the_same_file(maker, attach):  # A1
    record = asset(maker)
    attach(record, "a.jpg", picture())
    with pytest.raises(ValidationError):
        add_file(actor=maker, kind="asset", code=record.code, upload=sent("b.jpg", picture()))
