"""What is dear to work out from the bridge is kept on disk, and worked out again where that cannot be read."""

import numpy as np
import pytest
from tests.engines.matching.helpers import technology, write_bridge

from kyoso.engines.matching import bridge_file, keeping
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.keeping import NOWHERE, Shelf
from kyoso.engines.matching.reading import Reader

MAKER = "極小径ドリルが得意です"


def test_what_is_kept_comes_back(tmp_path):
    shelf = Shelf(tmp_path / "new")
    assert (shelf.words(), shelf.arrays("a", "of")) == ({}, {})
    shelf.keep_words({"ja 穴": ("穴",)})
    shelf.keep_arrays("a", "of", {"x": np.arange(3)})
    again = Shelf(tmp_path / "new")
    assert again.words() == {"ja 穴": ("穴",)}
    assert again.arrays("a", "of")["x"].tolist() == [0, 1, 2]
    assert again.arrays("a", "another") == {}
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_nowhere_keeps_nothing():
    NOWHERE.keep_words({"ja 穴": ("穴",)})
    NOWHERE.keep_arrays("a", "of", {"x": np.arange(3)})
    assert (NOWHERE.words(), NOWHERE.arrays("a", "of")) == ({}, {})


@pytest.mark.parametrize("damage", [b"", b"\x81", b"\x93\x01", b"PK\x03\x04rubbish", b"\xc1" * 9])
def test_what_is_damaged_counts_as_missing(damage, tmp_path):
    shelf = Shelf(tmp_path)
    shelf.keep_words({"ja 穴": ("穴",)})
    shelf.keep_arrays("a", "of", {"x": np.arange(3)})
    for path in tmp_path.iterdir():
        path.write_bytes(damage)
    assert (shelf.words(), shelf.arrays("a", "of")) == ({}, {})


def test_another_version_replaces_what_was_kept(tmp_path, monkeypatch):
    Shelf(tmp_path).keep_words({"ja 穴": ("穴",)})
    monkeypatch.setattr(keeping, "version", lambda: "next")
    assert Shelf(tmp_path).words() == {}
    Shelf(tmp_path).keep_words({"ja 型": ("型",)})
    assert [path.name for path in tmp_path.iterdir()] == ["next-words.msgpack"]


def test_a_folder_that_cannot_be_written_is_left_alone(tmp_path):
    (tmp_path / "file").touch()
    Shelf(tmp_path / "file" / "below").keep_words({"ja 穴": ("穴",)})


def test_a_bridge_from_the_shelf_reads_as_one_worked_out(tmp_path, vectors, monkeypatch):
    shelf, files = Shelf(tmp_path / "kept"), bridge_file.load(write_bridge(tmp_path / "bridge", technology()))
    first = Reader(Bridge(files, shelf), vectors, shelf).maker(MAKER)
    monkeypatch.setattr("kyoso.engines.matching.bridge.analyse", None)  # a phrase that is kept is not analysed
    again = Reader(Bridge(files, shelf), vectors, shelf).maker(MAKER)
    assert again.levels.tobytes() == first.levels.tobytes()
    assert Reader(Bridge(files, shelf), vectors).maker(MAKER).levels.tobytes() == first.levels.tobytes()


def test_a_phrase_that_is_gone_is_forgotten(tmp_path):
    shelf = Shelf(tmp_path / "kept")
    Bridge(bridge_file.load(write_bridge(tmp_path / "one", technology())), shelf)
    before = set(shelf.words())
    other = technology(synonyms={"ja": ["小径穴", "細穴", "深穴"], "en": ["drilling", "small holes"]})
    Bridge(bridge_file.load(write_bridge(tmp_path / "two", other)), shelf)
    assert "ja 小径穴" in shelf.words()
    assert before - set(shelf.words())
