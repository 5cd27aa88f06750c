import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.engines.matching.helpers import write_vocabulary

from kyoso.cli.rank import rank
from kyoso.cli.vectors import vectors
from kyoso.engines.matching import vectors as word_vectors

CORPUS = '{"id": "a", "text": "金型とプレス"}\n{"id": "a", "text": "味噌"}\n{"id": "b", "text": "病院の手術"}\n'
QUERIES = '{"id": "q1", "text": "金型"}\n{"id": "q2", "text": ""}\n'


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KYOSO_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


def call(folder: Path, corpus: str | bytes = CORPUS, queries: str | bytes = QUERIES, *options: str) -> Result:
    for name, text in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_bytes(text.encode() if isinstance(text, str) else text)
    files = ["--corpus", str(folder / "corpus.jsonl"), "--queries", str(folder / "queries.jsonl")]
    return CliRunner().invoke(rank, [*files, *options])


def test_one_line_of_json_for_each_query(tmp_path):
    result = call(tmp_path, CORPUS, QUERIES, "--json")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 0
    assert first["id"] == "q1"
    assert first["hits"][0]["id"] == "a"
    assert first["hits"][0]["score"] > 0
    assert second == {"id": "q2", "hits": []}


def test_missing_vectors_are_said_in_one_line_beside_the_answer(tmp_path):
    result = call(tmp_path, CORPUS, QUERIES, "--json")
    assert result.stderr.count("\n") == 1
    assert "kyoso vectors build" in result.stderr


def test_top_and_a_table_for_people(tmp_path):
    result = call(tmp_path, CORPUS, '{"id": "q", "text": "金型 病院"}', "--top", "1")
    assert result.stdout.splitlines()[0] == "q"
    assert len(result.stdout.splitlines()) == 2


def test_every_fault_of_both_files_is_named_and_nothing_is_printed(tmp_path):
    result = call(tmp_path, b'{"id": "a", "text": "\xff"}\n{"text": "a"}\n', "{}\n" + "x", "--json")
    lines = result.stderr.splitlines()
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [line.split(": ")[1] for line in lines] == ["line 1", "line 2", "line 1", "line 1", "line 2"]
    assert "invalid UTF-8" in lines[0]
    assert "id is missing" in lines[1]


def test_a_file_that_is_not_there_is_named(tmp_path):
    result = CliRunner().invoke(rank, ["--corpus", str(tmp_path / "x"), "--queries", str(tmp_path / "y"), "--json"])
    assert result.exit_code == 2
    assert result.stderr.count("No such file") == 2


def test_vectors_are_built_and_used(tmp_path, var):
    source = write_vocabulary(tmp_path / "vocab")
    result = CliRunner().invoke(vectors, ["build", "--source", str(source)])
    assert result.exit_code == 0
    assert "14 words, 12 dimensions" in result.stdout
    assert (var / "vectors" / "matrix.npy").is_file()
    assert call(tmp_path, CORPUS, QUERIES, "--json").stderr == ""


def test_building_without_a_source_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setattr(word_vectors, "_PACKAGE", "no_such_package_of_vectors")
    result = CliRunner().invoke(vectors, ["build", "--to", str(tmp_path / "built")])
    assert result.exit_code == 2
    assert "requirements/vectors.txt" in result.stderr
