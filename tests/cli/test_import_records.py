"""`kyoso import assets|needs|organisations` (H2): all of a file or nothing of it, and each fault in a line."""

import pytest
from click.testing import CliRunner
from tests.apps.exchange.helpers import csv_of, xlsx_of
from tests.factories import organisation

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.assets.models import Asset
from kyoso.apps.exchange.models import Import
from kyoso.apps.needs.models import Need
from kyoso.cli.main import main

FIRMS = [
    ["会社名", "都道府県", "法人番号", "従業員数"],
    ["山田製作所", "愛知県", "", "30人"],
    ["鈴木精機", "大阪", "", ""],
]


@pytest.fixture
def firm(db):
    return organisation("計測製作所")


def run(tmp_path, data, *arguments):
    path = tmp_path / "file"
    path.write_bytes(data)
    command, *options = arguments
    return CliRunner().invoke(main, ["import", command, str(path), *options])


def test_assets_and_needs_are_imported(firm, tmp_path):  # H2
    data = csv_of([["名称", "種類"], ["深絞り", "設備"]], "cp932")
    for said in ("Imported: 1 new, 0 changed, 0 unchanged.", "Imported: 0 new, 0 changed, 1 unchanged."):
        done = run(tmp_path, data, "assets", "--organisation", firm.code)
        assert (done.exit_code, done.output.strip()) == (0, said)
    assert Asset.objects.get().owner == firm
    done = run(tmp_path, xlsx_of([["名称", "困りごと"], ["検査", "目視"]]), "needs", "--organisation", firm.code)
    assert (done.exit_code, Need.objects.count()) == (0, 1)


def test_a_dry_run_writes_nothing(firm, tmp_path):  # H2
    done = run(tmp_path, csv_of([["名称"], ["深絞り"]]), "assets", "--organisation", firm.code, "--dry-run")
    assert (done.exit_code, done.output.strip()) == (0, "Would be: 1 new, 0 changed, 0 unchanged.")
    assert not Asset.objects.exists()
    assert not Import.objects.exists()


def test_one_wrong_row_and_nothing_is_imported(firm, tmp_path):  # H2
    data = csv_of([["名称", "TRL"], ["深絞り", "3"], ["研磨", "12"], ["", "1"]])
    done = run(tmp_path, data, "assets", "--organisation", firm.code, "--language", "en")
    assert done.exit_code == 2
    assert done.output.splitlines() == [
        "3: Readiness (TRL): “12” is no level. Write a number from 1 to 9.",
        "4: Title: Write something here: without it the row cannot be imported.",
        "Nothing was imported.",
    ]
    assert not Asset.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"), [(b"%PDF", "no table"), (csv_of([["x"], ["1"]]), "which column is the title")]
)
def test_bad_files_are_told_in_a_line(firm, tmp_path, data, said):  # H2
    done = run(tmp_path, data, "assets", "--organisation", firm.code, "--language", "en")
    assert done.exit_code == 2
    assert said in done.output
    assert len(done.output.splitlines()) == 1


def test_an_unknown_organisation_is_told(firm, tmp_path):  # H2
    done = run(tmp_path, csv_of([["名称"], ["x"]]), "assets", "--organisation", "ZZZZZZZZZZ")
    assert (done.exit_code, done.output.strip()) == (2, "There is no organisation ZZZZZZZZZZ.")


def test_organisations_are_listed_once_to_be_claimed(firm, tmp_path):  # H2
    for said in ("Imported: 2 new, 0 unchanged.", "Imported: 0 new, 2 unchanged."):
        done = run(tmp_path, csv_of(FIRMS), "organisations")
        assert (done.exit_code, done.output.strip()) == (0, said)
    made = Organisation.objects.get(name="山田製作所")
    assert (made.is_claimed, made.status, made.prefecture, made.employees) == (False, "approved", "23", 30)


def test_one_wrong_organisation_and_none_is_listed(firm, tmp_path):  # H2
    wrong = [*FIRMS, ["佐藤工業", "尾張国", "", ""], ["高橋鋼材", "", "1234567890123", ""]]
    done = run(tmp_path, csv_of(wrong), "organisations", "--language", "en")
    assert done.exit_code == 2
    assert [line.split(":")[0] for line in done.output.splitlines()] == ["4", "5", "Nothing was imported."]
    assert Organisation.objects.count() == 1


def test_a_dry_run_lists_nobody(firm, tmp_path):  # H2
    done = run(tmp_path, csv_of(FIRMS), "organisations", "--dry-run")
    assert done.output.strip() == "Would be: 2 new, 0 unchanged."
    assert Organisation.objects.count() == 1
