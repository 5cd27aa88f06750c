"""`kyoso import jsic | municipalities | houjin`: what they say, and that a faulty list changes nothing (H5)."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.apps.accounts.registry_files import JSIC, PLACES, houjin_line, number
from tests.factories import organisation

from kyoso.apps.accounts.models import IndustryClass, Municipality, Organisation, RegisterEntry
from kyoso.cli import import_registries
from kyoso.cli.main import main


@pytest.fixture(autouse=True)
def _a_database_of_the_tests(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_registries, "prepare_database", lambda: None)


def run(folder: Path, what: str, text: str, *options: str, encoding: str = "utf-8") -> Result:
    path = folder / "file.csv"
    path.write_text(text, encoding=encoding)
    return CliRunner().invoke(main, ["import", what, str(path), *options])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_lists_are_taken_in(tmp_path: Path, encoding: str) -> None:
    said = run(tmp_path, "jsic", JSIC, encoding=encoding)
    assert (said.exit_code, said.output) == (0, "2 groups and 2 classes of JSIC; 0 are no longer listed.\n")
    said = run(tmp_path, "municipalities", PLACES, encoding=encoding)
    assert said.output == "5 municipalities in 3 of 47 prefectures; 0 are no longer listed.\n"


@pytest.mark.parametrize(("what", "model"), [("jsic", IndustryClass), ("municipalities", Municipality)])
def test_a_faulty_list_names_its_lines_and_changes_nothing(tmp_path: Path, what: str, model: type) -> None:
    text = (JSIC + "E,24,245,00AA,変\n") if what == "jsic" else PLACES + "999999,愛知県,岡崎市,,\n"
    said = run(tmp_path, what, text)
    assert said.exit_code == 2
    assert said.stderr.splitlines()[0].startswith("line ")
    assert said.stderr.splitlines()[-1] == "Nothing was changed."
    assert not model.objects.exists()


def test_the_register_completes_and_names_bad_lines(tmp_path: Path) -> None:
    ours = number(180_000_000_001)
    organisation("三嶺プレス工業株式会社", corporate_number=ours)
    text = houjin_line(ours) + "broken\n" * 30
    said = run(tmp_path, "houjin", text, "--dry-run")
    assert said.exit_code == 0, said.output
    assert "1 would be completed" in said.stdout
    assert not RegisterEntry.objects.exists()
    said = run(tmp_path, "houjin", text)
    assert said.stderr.startswith("line 2: 1 columns instead of 30\n")
    assert said.stderr.count("line ") == import_registries.SHOWN
    assert "… and 10 more bad lines" in said.stderr
    assert "31 lines read" in said.stdout
    assert "1 completed, 0 differ from the register, 0 are closed" in said.stdout
    assert Organisation.objects.get().municipality == "岡崎市"


def test_progress_is_told_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_registries, "EVERY", 2)
    said = run(tmp_path, "houjin", "".join(houjin_line(number(n)) for n in range(5)), "--all")
    assert [line.split(",")[0] for line in said.stderr.splitlines()] == ["2 lines", "4 lines"]
    assert RegisterEntry.objects.count() == 5


def test_another_file_is_refused_in_a_line(tmp_path: Path) -> None:
    said = run(tmp_path, "houjin", "")
    assert (said.exit_code, len(said.stderr.splitlines())) == (2, 1)
