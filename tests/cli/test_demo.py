"""`kyoso demo`: a newcomer's first command loads the sample network once, and never over somebody's data."""

import sqlite3
from pathlib import Path

from click.testing import CliRunner
from tests.apps.matching.helpers import words_and_bridge
from tests.cli.processes import kyoso
from tests.factories import organisation

from kyoso.apps.accounts.models import Organisation
from kyoso.apps.matching import adapters
from kyoso.cli import demo as module
from kyoso.cli.demo import demo
from kyoso.demo.content import read_organisations, read_sign_ins
from kyoso.demo.load import PASSWORD

TABLES = ["accounts_organisation", "accounts_person", "assets_asset", "needs_need", "disclosure_projection"]


def figures(var: Path) -> dict[str, int]:
    with sqlite3.connect(var / "kyoso.sqlite3") as database:
        return {table: database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES}


def start(var: Path) -> str:
    """Start the sample without serving it, and return what it says."""
    done = kyoso(var, "demo", "--load-only")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_first_and_later_starts(tmp_path):
    """One test, because loading takes its time and every step stands on the one before."""
    var = tmp_path / "var"
    said = start(var)

    # The first start loads everything, and says how much, whom to be, and one match.
    organisations = read_organisations()
    assets, needs = sum(len(one.assets) for one in organisations), sum(len(one.needs) for one in organisations)
    assert f"{len(organisations)} organisations, {assets} assets, {needs} needs" in said
    loaded = figures(var)
    assert loaded["accounts_organisation"] == len(organisations)
    assert (loaded["assets_asset"], loaded["needs_need"]) == (assets, needs)
    assert PASSWORD in said
    assert [one.email for one in read_sign_ins() if one.email not in said] == []
    assert "    1. " in said
    assert " → " in said

    # A second start changes nothing.
    pointer = (var / "index" / "CURRENT").read_text()
    said = start(var)
    assert "Loaded" not in said
    assert PASSWORD in said
    assert (figures(var), (var / "index" / "CURRENT").read_text()) == (loaded, pointer)


def test_a_database_with_data_of_its_own_is_left_alone(db, settings, monkeypatch, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())
    monkeypatch.setattr(adapters, "_index", None)
    for prepared in ("start_django", "prepare_database"):
        monkeypatch.setattr(module, prepared, lambda: None)
    organisation("うちの会社")
    done = CliRunner().invoke(demo, ["--load-only"])
    assert done.exit_code == 0, done.output
    assert "not loaded" in done.stdout
    assert PASSWORD not in done.stdout
    assert [one.name for one in Organisation.objects.all()] == ["うちの会社"]


def test_a_wrong_option_is_one_line(tmp_path):
    done = kyoso(tmp_path / "var", "demo", "--load-only", KYOSO_DATABASE_URL="mysql://x")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "KYOSO_DATABASE_URL" in line
