"""`kyoso match`: the contract of its JSON, its options, and one clear line for what is wrong (D2)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.apps.matching.helpers import PROBLEM, SUMMARY, brewery, cosmetics, culture, moisture, words_and_bridge
from tests.cli.processes import kyoso
from tests.factories import actor

from kyoso.apps.accounts.models import Organisation, Person
from kyoso.apps.disclosure.enums import Tier
from kyoso.apps.matching import adapters
from kyoso.apps.matching.adapters import build_index
from kyoso.cli import match as module
from kyoso.cli.match import match

KEYS = ["rank", "id", "kind", "organisation", "title", "score", "reasons", "cautions", "unknown", "path"]


@pytest.fixture
def ask(db, settings, monkeypatch, tmp_path):
    """Run the command in this process, on the test's database and an index of its own."""
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(adapters, "_resources", words_and_bridge())
    monkeypatch.setattr(adapters, "_index", None)
    monkeypatch.setattr(module, "start_django", lambda: None)

    def run(*options):
        return CliRunner().invoke(match, list(options))

    return run


@pytest.fixture
def network(ask):
    asker = cosmetics()
    brewer = actor(brewery())
    wanted = moisture(asker, tier=Tier.PUBLIC)
    hidden = moisture(asker, title="秘密のうるおい", tier=Tier.NDA)
    offered = [culture(brewer, title=f"麹{number}", tier=Tier.PUBLIC) for number in range(3)]
    inside = culture(brewer, title="内輪の麹", tier=Tier.NETWORK)
    build_index()
    return {"wanted": wanted, "hidden": hidden, "offered": offered, "inside": inside, "asker": asker}


def email(actor_):
    return Person.objects.get(pk=actor_.person_id).email


def results(answer):
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)["results"]


def refused(answer):
    """The one line that says what is wrong."""
    assert answer.exit_code == 2
    assert answer.stdout == ""
    (line,) = answer.stderr.splitlines()
    return line


# Answers


NOT_STATED = {"ja": "自社の業種が未記入", "en": "Your own industry is not stated"}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("question", [("--need", PROBLEM), ("--asset", SUMMARY)])
def test_free_text_is_not_told_that_its_industry_is_unknown(ask, network, question, language):  # D2
    for form in ([], ["--json"]):
        answer = ask(*question, "--language", language, *form)
        assert NOT_STATED[language] not in answer.output
        assert "? " in answer.output or '"unknown": ["' in answer.output


def test_a_need_of_an_organisation_without_industry_is_told(ask, network):  # D2
    Organisation.objects.filter(pk=network["asker"].organisation_id).update(industry="")
    found = results(ask("--need-id", network["wanted"].code, "--language", "en", "--json"))
    assert all(any(NOT_STATED["en"] in line for line in row["unknown"]) for row in found)
    assert found


def test_json_has_the_keys_of_the_contract_in_their_order(ask, network):
    answer = ask("--need", PROBLEM, "--json")
    assert answer.stdout.count("\n") == 1
    assert list(json.loads(answer.stdout)) == ["results"]
    found = results(answer)
    assert [list(row) for row in found] == [KEYS] * len(found)
    assert [row["rank"] for row in found] == [1, 2, 3]
    first = found[0]
    assert first["kind"] == "asset"
    assert first["organisation"] == "蔵元酒造"
    assert first["id"] in {asset.code for asset in network["offered"]}
    assert isinstance(first["score"], float)
    assert len(first["path"]) == 4
    assert all(isinstance(line, str) for name in ("reasons", "cautions", "unknown", "path") for line in first[name])
    scores = [row["score"] for row in found]
    assert scores == sorted(scores, reverse=True)


def test_japanese_is_written_as_it_is(ask, network):
    assert "蔵元酒造" in ask("--need", PROBLEM, "--json").stdout


def test_no_answer_is_an_empty_list(ask, network):
    assert results(ask("--need", "…", "--json")) == []


def test_an_asset_finds_needs(ask, network):
    found = results(ask("--asset", SUMMARY, "--json"))
    assert [(row["kind"], row["id"]) for row in found] == [("need", network["wanted"].code)]


def test_a_recorded_need_is_asked_for_by_its_code(ask, network):
    found = results(ask("--need-id", network["wanted"].code, "--json"))
    assert {row["id"] for row in found} == {asset.code for asset in network["offered"]}


def test_the_visitor_sees_public_content_only_and_a_member_more(ask, network):
    visitor = results(ask("--need", PROBLEM, "--json"))
    member = results(ask("--need", PROBLEM, "--json", "--as", email(network["asker"])))
    assert {row["title"] for row in member} - {row["title"] for row in visitor} == {"内輪の麹"}


def test_ones_own_hidden_need_is_there_for_oneself_alone(ask, network):
    code = network["hidden"].code
    assert results(ask("--need-id", code, "--json", "--as", email(network["asker"])))
    assert code in refused(ask("--need-id", code, "--json"))


@pytest.mark.parametrize("top", [1, 2, 100])
def test_top_limits(ask, network, top):
    assert len(results(ask("--need", PROBLEM, "--json", "--top", str(top)))) == min(top, 3)


@pytest.mark.parametrize("far", ["0", "0.5", "1", "1.0"])
def test_far_runs_from_near_to_far(ask, network, far):
    assert results(ask("--need", PROBLEM, "--json", "--far", far))


def test_language_is_japanese_unless_english_is_wished(ask, network):
    japanese = results(ask("--need", PROBLEM, "--json"))[0]
    english = results(ask("--need", PROBLEM, "--json", "--language", "en"))[0]
    assert japanese["path"] != english["path"]
    assert (japanese["id"], japanese["score"]) == (english["id"], english["score"])


def test_people_get_lines(ask, network):
    answer = ask("--need", PROBLEM, "--top", "1")
    assert answer.exit_code == 0
    first, *rest = answer.stdout.splitlines()
    assert first.startswith("1. 麹")
    assert any(" → " in line for line in rest)
    assert any(line.startswith("   + ") for line in rest)


def test_same_question_same_bytes(ask, network):
    assert ask("--need", PROBLEM, "--json").stdout == ask("--need", PROBLEM, "--json").stdout


# Refusals


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--json"],
        ["--need", "甲", "--asset", "乙"],
        ["--need", "甲", "--need-id", "AAAA"],
        ["--need", "甲", "--need-id", "AAAA", "--asset", "乙"],
    ],
)
def test_exactly_one_text_is_needed(ask, options):
    line = refused(ask(*options))
    assert all(name in line for name in ("--need", "--need-id", "--asset"))


@pytest.mark.parametrize("option", ["--need", "--asset", "--need-id"])
@pytest.mark.parametrize("text", ["", "  ", "\u3000\n"])
def test_an_empty_text_is_refused(ask, option, text):
    assert "empty" in refused(ask(option, text))


def test_an_address_that_nobody_signs_in_with_is_refused(ask, network):
    assert "nobody@example.jp" in refused(ask("--need", PROBLEM, "--as", "nobody@example.jp"))


def test_an_unknown_need_is_refused_as_a_hidden_one_is(ask, network):
    hidden, unknown = network["hidden"].code, "ZZZZZZZZZZ"
    answers = [refused(ask("--need-id", code)).replace(code, "…") for code in (hidden, unknown)]
    assert answers[0] == answers[1]


def test_the_code_of_an_asset_is_no_need(ask, network):
    assert "no need" in refused(ask("--need-id", network["offered"][0].code))


@pytest.mark.parametrize(
    "options", [["--top", "0"], ["--top", "101"], ["--top", "x"], ["--far", "2"], ["--far", "-0.1"], ["--far", "x"]]
)
def test_numbers_out_of_range_are_refused_by_name(ask, options):
    answer = ask("--need", "甲", *options)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert options[0] in answer.stderr.splitlines()[-1]


def test_before_the_first_index_it_says_how_to_build_one(ask, db):
    line = refused(ask("--need", PROBLEM))
    assert "kyoso" in line


def test_without_a_database_it_names_kyoso_demo_and_makes_none(tmp_path: Path):
    done = kyoso(tmp_path / "new", "match", "--need", "甲", "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "kyoso demo" in line
    assert not (tmp_path / "new" / "kyoso.sqlite3").exists()
