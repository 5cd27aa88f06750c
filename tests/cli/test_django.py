"""Django for the commands that need it: what is wrong is said in a line, and asking changes nothing."""

from pathlib import Path

import pytest
from tests.cli.processes import free_port, kyoso

from kyoso.cli.django import has_database, refuse


def test_refusing_says_a_line_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        refuse("one", "two")
    said = capsys.readouterr()
    assert (end.value.code, said.out, said.err) == (2, "", "one\ntwo\n")


def test_every_option_at_fault_is_named(tmp_path: Path) -> None:
    (tmp_path / "kyoso.toml").write_text('colour = "blue"\n')
    done = kyoso(tmp_path / "var", "worker", "--once", KYOSO_REGISTRATION="perhaps", KYOSO_INVITATION_DAYS="0")
    assert (done.returncode, done.stdout) == (2, "")
    named = sorted(line.split(":")[0] for line in done.stderr.splitlines())
    assert named == ["Option colour", "Option invitation_days", "Option registration"]


def test_a_database_that_is_there(db: None) -> None:
    assert has_database()


def test_asking_for_a_database_makes_none(tmp_path: Path) -> None:
    var = tmp_path / "var"
    assert kyoso(var, "worker", "--once").returncode == 2
    assert not list(var.glob("*.sqlite3*"))


def test_a_file_without_tables_is_no_database_yet(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    (var / "kyoso.sqlite3").touch()
    done = kyoso(var, "worker", "--once")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "no database yet" in line


@pytest.mark.parametrize("command", [["worker", "--once"], ["demo", "--load-only"]])
def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path, command: list[str]) -> None:
    var = tmp_path / "var"
    var.mkdir()
    (var / "kyoso.sqlite3").write_text("What somebody put here by mistake. " * 100)
    done = kyoso(var, *command)
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert "cannot be opened" in line
    assert (var / "kyoso.sqlite3").read_text().startswith("What somebody")


@pytest.mark.parametrize("command", [["worker", "--once"], ["demo", "--load-only"]])
def test_a_server_that_does_not_answer_is_said(tmp_path: Path, command: list[str]) -> None:
    address = f"postgresql://kyoso:furoshiki-7-lantern@127.0.0.1:{free_port()}/kyoso"
    done = kyoso(tmp_path / "var", *command, KYOSO_DATABASE_URL=address)
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert "cannot be opened" in line
    assert "lantern" not in line
