from pathlib import Path

import numpy as np
import pytest
from tests.engines.matching.helpers import write_vocabulary

from kyoso.engines.matching import VectorsMissingError, build_vectors, default_directory, installed_source
from kyoso.engines.matching import vectors as module
from kyoso.engines.matching.murmur import murmur64a
from kyoso.engines.matching.vectors import WordVectors, open_vectors


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"", 0xC6A4A7935BD064DC),
        (b"a", 0xA52BE5B3F6674B2A),
        (b"12345678", 0x890060166FADAFA0),
        ("加工".encode(), 0xE0506C037E9ECFBA),
    ],
)
def test_the_hash_is_that_of_the_reference_code(data, value):
    """Values of Appleby's C code, seed 1."""
    assert murmur64a(data) == value


def test_words_are_found_by_their_hash(vectors):
    rows = vectors.find(["穴", "無い言葉", "病院"])
    assert rows[0] >= 0
    assert rows[1] == -1
    found, known = vectors.look_up(["穴", "無い言葉"])
    assert known.tolist() == [True, False]
    assert np.linalg.norm(found, axis=1).round(2).tolist() == [1.0, 0.0]
    assert vectors.dimensions == 12


def test_words_of_one_group_are_closer(vectors):
    found, _ = vectors.look_up(["穴", "孔", "味噌"])
    assert found[0] @ found[1] > found[0] @ found[2]


def test_an_empty_table_knows_nothing():
    empty = WordVectors(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros((0, 3), np.float32))
    assert empty.find(["穴"]).tolist() == [-1]


def test_building_again_replaces_what_was_there(tmp_path):
    source = write_vocabulary(tmp_path / "vocab")
    first = build_vectors(source, tmp_path / "var" / "vectors")
    assert np.array_equal(first.keys, build_vectors(source, tmp_path / "var" / "vectors").keys)
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["vectors"]


def test_what_is_missing_is_said(tmp_path, monkeypatch):
    with pytest.raises(VectorsMissingError, match="key2row"):
        build_vectors(tmp_path, tmp_path / "built")
    with pytest.raises(VectorsMissingError, match="kyoso vectors build"):
        open_vectors(tmp_path)
    monkeypatch.setattr(module, "_PACKAGE", "no_such_package_of_vectors")
    with pytest.raises(VectorsMissingError, match="requirements/vectors"):
        installed_source()


def test_the_source_is_the_vocab_folder_of_the_package(tmp_path, monkeypatch):
    (tmp_path / "tinyvectors" / "model" / "vocab").mkdir(parents=True)
    (tmp_path / "emptyvectors").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(module, "_PACKAGE", "tinyvectors")
    assert installed_source() == tmp_path / "tinyvectors" / "model" / "vocab"
    monkeypatch.setattr(module, "_PACKAGE", "emptyvectors")
    with pytest.raises(VectorsMissingError):
        installed_source()


def test_the_default_folder_follows_the_environment(monkeypatch):
    monkeypatch.setenv("KYOSO_VAR", "/data")
    assert default_directory() == Path("/data/vectors")
    monkeypatch.delenv("KYOSO_VAR")
    assert default_directory() == Path("var/vectors")
