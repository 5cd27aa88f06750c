"""The register of corporate numbers completes organisations, overwrites nothing, and can be read again (H5)."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.apps.accounts.registry_files import houjin_line, number
from tests.factories import actor, manager_of, network_actor, organisation

from kyoso.apps.accounts.enums import Role
from kyoso.apps.accounts.models import KeptValue, Organisation, RegisterChange, RegisterEntry
from kyoso.apps.accounts.queries.operators import search_queue_for
from kyoso.apps.accounts.queries.registries import find_in_register, register_view_for, suggestions_of
from kyoso.apps.accounts.services import import_houjin as module
from kyoso.apps.accounts.services.answer_register import accept_registered, keep_ours
from kyoso.apps.accounts.services.import_houjin import NoRegisterFile, Tally, import_houjin
from kyoso.apps.journal.models import Entry, OutboxRow

pytestmark = pytest.mark.django_db

OURS, OTHER = number(180_000_000_001), number(180_000_000_002)


@pytest.fixture
def firm() -> Organisation:
    return organisation("三嶺プレス工業株式会社", corporate_number=OURS)


def read(folder: Path, *lines: str, encoding: str = "utf-8", **options: Any) -> Tally:
    path = folder / "register.csv"
    path.write_bytes("".join(lines).encode(encoding))
    return import_houjin(path=path, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_empty_fields_are_filled(tmp_path: Path, firm: Organisation, encoding: str) -> None:
    tally = read(tmp_path, houjin_line(OURS), houjin_line(OTHER), encoding=encoding)
    assert (tally.lines, tally.bad, tally.stored, tally.completed, tally.differing) == (2, 0, 1, 1, 0)
    saved = Organisation.objects.get(pk=firm.pk)
    assert (saved.kana, saved.name_en) == ("ミツミネプレスコウギョウ", "Mitsumine Press Co., Ltd.")
    assert (saved.prefecture, saved.municipality, saved.street) == ("23", "岡崎市", "本町1丁目2番3号")
    assert "おかざき" in saved.search_text or "岡崎市" in saved.search_text
    assert saved.version == firm.version + 1
    assert Entry.objects.filter(verb="organisation_completed", subject_id=firm.pk).count() == 1
    assert OutboxRow.objects.filter(kind="organisation", record_id=firm.pk).exists()
    assert list(RegisterEntry.objects.values_list("number", flat=True)) == [OURS]


def test_the_same_file_twice_changes_nothing(tmp_path: Path, firm: Organisation) -> None:
    read(tmp_path, houjin_line(OURS))
    before = Organisation.objects.values().get(pk=firm.pk)
    tally = read(tmp_path, houjin_line(OURS))
    assert (tally.completed, tally.changes) == (0, 0)
    assert Organisation.objects.values().get(pk=firm.pk) == before
    assert RegisterChange.objects.count() == 1


def test_nothing_typed_is_overwritten_and_spelling_is_no_difference(tmp_path: Path, firm: Organisation) -> None:
    typed = {"name": "三嶺プレス工業（株）", "prefecture": "23", "municipality": "岡崎市", "street": "本町1-2-3"}
    Organisation.objects.filter(pk=firm.pk).update(**typed, kana="ミツミネプレスコウギョウカブシキガイシャ")
    assert read(tmp_path, houjin_line(OURS)).differing == 0
    saved = Organisation.objects.get(pk=firm.pk)
    assert {name: getattr(saved, name) for name in typed} == typed


def test_another_address_is_proposed_whole_and_not_mixed(tmp_path: Path, firm: Organisation) -> None:
    Organisation.objects.filter(pk=firm.pk).update(prefecture="13")
    assert read(tmp_path, houjin_line(OURS)).differing == 1
    saved = Organisation.objects.get(pk=firm.pk)
    assert (saved.municipality, saved.street) == ("", "")
    (one,) = suggestions_of(saved)
    assert (one.field, one.ours, one.theirs) == ("place", "東京都", "愛知県岡崎市本町1丁目2番3号")
    accept_registered(actor=manager_of(saved), organisation=saved, field=one.field, value=one.theirs)
    saved.refresh_from_db()
    assert (saved.prefecture, saved.municipality, saved.street) == ("23", "岡崎市", "本町1丁目2番3号")
    assert suggestions_of(saved) == []


def test_what_is_kept_is_not_proposed_again_until_the_register_changes(tmp_path: Path, firm: Organisation) -> None:
    read(tmp_path, houjin_line(OURS, name="株式会社三嶺"))
    keep_ours(actor=manager_of(firm), organisation=firm, field="name", value="株式会社三嶺")
    assert read(tmp_path, houjin_line(OURS, name="株式会社三嶺")).differing == 0
    assert suggestions_of(firm) == []
    read(tmp_path, houjin_line(OURS, name="株式会社新三嶺", process="11", updated_on="2026-11-01"))
    assert [one.theirs for one in suggestions_of(firm)] == ["株式会社新三嶺"]
    assert Entry.objects.filter(verb="register_value_kept").count() == 1
    with pytest.raises(ValidationError):
        accept_registered(actor=manager_of(firm), organisation=firm, field="name", value="株式会社三嶺")


def test_only_its_managers_answer(tmp_path: Path, firm: Organisation) -> None:
    read(tmp_path, houjin_line(OURS, name="株式会社三嶺"))
    for somebody in (actor(), actor(firm, Role.MEMBER), network_actor()):
        for answer in (accept_registered, keep_ours):
            with pytest.raises(PermissionDenied):
                answer(actor=somebody, organisation=firm, field="name", value="株式会社三嶺")
    assert not KeptValue.objects.exists()


def test_history_and_closing_for_its_people_and_the_networks_staff(tmp_path: Path, firm: Organisation) -> None:
    old = houjin_line(OURS, name="三嶺鉄工所", latest="0", updated_on="2020-01-01")
    closed = houjin_line(
        OURS, process="71", closed_on="2026-10-01", close_cause="11", successor=OTHER, updated_on="2026-10-05"
    )
    tally = read(tmp_path, old, closed)
    assert (tally.changes, tally.closed, RegisterEntry.objects.count()) == (2, 1, 1)
    view = register_view_for(network_actor(), firm)
    assert view is not None
    assert view.entry is not None
    assert (str(view.entry.closed_on), view.entry.successor) == ("2026-10-01", OTHER)
    assert [change.name for change in view.changes] == ["三嶺プレス工業株式会社", "三嶺鉄工所"]
    assert register_view_for(actor(), firm) is None
    assert [one.pk for one in search_queue_for(network_actor(), state="closed")] == [firm.pk]
    read(tmp_path, houjin_line(OURS, process="22", updated_on="2026-10-09"))
    assert not search_queue_for(network_actor(), state="closed").exists()


def test_an_older_file_does_not_undo_a_newer_one(tmp_path: Path, firm: Organisation) -> None:
    read(tmp_path, houjin_line(OURS, kana="アタラシイ", updated_on="2026-11-01"))
    read(tmp_path, houjin_line(OURS, kana="フルイ", updated_on="2026-10-01"))
    assert RegisterEntry.objects.get().kana == "アタラシイ"


def test_a_deleted_number_leaves_the_register(tmp_path: Path, firm: Organisation) -> None:
    read(tmp_path, houjin_line(OURS))
    read(tmp_path, houjin_line(OURS, process="99", updated_on="2026-11-02"))
    assert not RegisterEntry.objects.exists()


def test_bad_lines_are_named_and_the_others_taken(tmp_path: Path, firm: Organisation) -> None:
    faults: list[tuple[int, str]] = []
    lines = [houjin_line(OTHER), "1,2,3\n", houjin_line(OURS, updated_on="x"), houjin_line(OURS)]
    tally = read(tmp_path, *lines, name_fault=lambda line, reason: faults.append((line, reason)))
    assert (tally.lines, tally.bad, tally.completed) == (4, 2, 1)
    assert [line for line, _reason in faults] == [2, 3]


def test_a_dry_run_counts_and_changes_nothing(tmp_path: Path, firm: Organisation) -> None:
    tally = read(tmp_path, houjin_line(OURS), houjin_line(OTHER), everything=True, dry_run=True)
    assert (tally.stored, tally.changes, tally.completed) == (2, 1, 1)
    assert not RegisterEntry.objects.exists()
    assert not RegisterChange.objects.exists()
    assert not Entry.objects.filter(verb__in=["organisation_completed", "register_imported"]).exists()
    assert Organisation.objects.get(pk=firm.pk).kana == ""


def test_every_number_is_kept_for_looking_up_where_asked(tmp_path: Path) -> None:
    hidden = number(180_000_000_003)
    read(tmp_path, houjin_line(OTHER), houjin_line(hidden, hidden="1"), everything=True)
    found = find_in_register(f" {OTHER[:1]}-{OTHER[1:5]}-{OTHER[5:]} ")
    assert found is not None
    assert found.place == "愛知県岡崎市本町１丁目２番３号"
    assert find_in_register(hidden) is None
    assert find_in_register("") is None
    with pytest.raises(ValidationError):
        find_in_register("123")


@pytest.mark.parametrize("content", ["", "a,b\n", "x\n" * 200], ids=["empty", "a bad line", "another file"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(NoRegisterFile):
        read(tmp_path, content)


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "register.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", "".join(houjin_line(number(n)) for n in range(200)))
    content = bytearray(path.read_bytes())
    content[400:600] = b"\x00" * 200
    path.write_bytes(content)
    with pytest.raises(NoRegisterFile, match="again"):
        import_houjin(path=path)


def test_whole_batches_stay_when_an_import_ends_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, firm: Organisation
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    lines = [houjin_line(number(n)) for n in range(5)] + [houjin_line(OURS)]

    def stop(line: int) -> None:
        if line == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, *lines, everything=True, tell=stop)
    assert RegisterEntry.objects.count() == 4
    assert read(tmp_path, *lines, everything=True).completed == 1
    assert RegisterEntry.objects.count() == 6


def test_a_number_twice_in_a_batch_ends_with_the_newest(tmp_path: Path, firm: Organisation) -> None:
    newer = houjin_line(OURS, sequence=2, kana="アト", process="11")
    read(tmp_path, houjin_line(OURS, sequence=1, kana="マエ"), newer)
    assert RegisterEntry.objects.get().kana == "アト"
