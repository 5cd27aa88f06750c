import subprocess
import sys

import pytest

from kyoso.engines.matching import (
    Chunk,
    Clearance,
    IndexFolder,
    Query,
    RankQuery,
    build_index,
    fields_of_use,
    load_resources,
    rank_corpus,
    search,
)

CHUNKS = [Chunk("a", "金型とプレス"), Chunk("a", "味噌"), Chunk("b", "病院の手術")]


def test_an_index_is_built_saved_and_opened(tmp_path, resources):
    build_index(CHUNKS, tmp_path, resources=resources)
    index = IndexFolder(tmp_path, resources).open()
    assert search(index, Query("金型"), Clearance())[0].record == "a"


def test_a_corpus_is_ranked(resources):
    ranked = dict(rank_corpus(CHUNKS, [RankQuery("q", "病院"), RankQuery("empty", "")], resources=resources))
    assert ranked["q"][0][0] == "b"
    assert ranked["empty"] == []
    with pytest.raises(ValueError, match="top"):
        list(rank_corpus(CHUNKS, [RankQuery("q", "病院")], 0, resources=resources))


def test_resources_say_what_is_missing(tmp_path, vectors):
    bare = load_resources(tmp_path, [tmp_path])
    assert bare.vectors is None
    assert "kyoso vectors build" in bare.notice
    assert "\n" not in bare.notice
    assert bare.bridge.size == 0


def test_resources_default_to_the_environment_and_the_package(tmp_path, monkeypatch):
    monkeypatch.setenv("KYOSO_VAR", str(tmp_path))
    assert load_resources().bridge.size > 0
    assert sorted(build_index(CHUNKS).records()) == ["a", "b"]


def test_resources_open_vectors_that_were_built(tmp_path, vectors):
    from tests.engines.matching.helpers import write_vocabulary

    from kyoso.engines.matching import build_vectors

    build_vectors(write_vocabulary(tmp_path / "vocab"), tmp_path / "built")
    found = load_resources(tmp_path / "built", [tmp_path])
    assert found.vectors.dimensions == 12
    assert found.notice == ""


def test_the_engine_stands_alone():
    """Neither Django nor an app comes with it."""
    code = (
        "import sys, kyoso.engines.matching; print([m for m in sys.modules if m.startswith(('django', 'kyoso.apps'))])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_fields_of_use_lead_from_a_technology_to_outcomes(resources):
    found = fields_of_use("極小径ドリルが得意です", resources, top=2)
    assert len(found) == 2
    assert found[0].technology_id == "tiny-holes"
    assert fields_of_use("無関係", resources) == ()
    with pytest.raises(ValueError, match="top"):
        fields_of_use("穴", resources, top=0)
