"""Indexes that were deleted, cut off, or left by a killed process: told as missing, never answered from, built anew."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from kyoso.engines.search import (
    Entry,
    IndexMissingError,
    Mask,
    Question,
    SearchIndex,
    is_built,
    is_sound,
    update_index,
    write_index,
)
from kyoso.engines.search.index import FORMAT

OPEN = Mask(3)


def entry(key, title="深絞り drawing"):
    return Entry(key, f"asset:{key}", "asset", 1, 0, 3, title, "薄板", 1000 + key, {"category": "a"})


@pytest.fixture
def folder(tmp_path):
    write_index(tmp_path / "search", [entry(key) for key in range(1, 40)])
    update_index(tmp_path / "search", ["asset:1"], [], [entry(1, "鋳物")])
    return tmp_path / "search"


def found(folder, word="深絞り"):
    return SearchIndex(folder).find(Question("asset", [[word]]), OPEN).total


def files(folder):
    return sorted(path for path in (folder / FORMAT).iterdir() if path.stat().st_size and "lock" not in path.name)


ENDINGS = ("term", "idx", "pos", "fast", "fieldnorm", "json")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("how", ["gone", "cut in half", "empty"])
def test_a_damaged_file_makes_the_index_one_to_be_built(folder, ending, how):
    assert is_sound(folder)
    for path in [path for path in files(folder) if path.suffix == f".{ending}" and path.name != ".managed.json"]:
        if how == "gone":
            path.unlink()
        else:
            kept = path.read_bytes()[: path.stat().st_size // 2 if how == "cut in half" else 0]
            path.unlink()  # who has it open reads on: cut off beneath a reader, it would end that process
            path.write_bytes(kept)
    assert not is_sound(folder)
    with pytest.raises(IndexMissingError):
        found(folder)
    assert not is_built(folder)
    with pytest.raises(IndexMissingError):
        update_index(folder, [], [], [entry(99)])
    write_index(folder, [entry(1)])
    assert is_built(folder)
    assert found(folder) == 1


def test_one_who_reads_it_says_so_when_it_is_gone(folder):
    index = SearchIndex(folder)
    question = Question("asset", [["深絞り"]])
    assert index.count(question, OPEN) == 38
    shutil.rmtree(folder)
    for ask in (index.count, index.find, lambda *asked: index.facets(*asked, ["category"])):
        with pytest.raises(IndexMissingError):
            ask(question, OPEN)
    write_index(folder, [entry(1)])
    assert index.count(question, OPEN) == 1


def test_a_mistake_in_a_question_does_not_condemn_the_index(folder, monkeypatch):
    index = SearchIndex(folder)
    monkeypatch.setattr(index._builder, "build", lambda *_args, **_more: int("x"))
    with pytest.raises(ValueError, match="invalid literal"):
        index.count(Question("asset"), OPEN)
    assert is_built(folder)


def test_two_writers_at_once_do_not_condemn_the_index(folder):
    from tantivy import Index

    index = Index.open(str(folder / FORMAT))
    writer = index.writer(64_000_000, 1)
    with pytest.raises(ValueError, match=r"[Ll]ock"):
        update_index(folder, [], [], [entry(99)])
    assert is_built(folder)
    del writer


def test_what_lies_beside_it_is_removed(folder):
    for name in ("3", "writing", "old"):
        (folder / name).mkdir(exist_ok=True)
    write_index(folder, [entry(1)])
    assert [path.name for path in folder.iterdir()] == [FORMAT]


WRITER = """
import sys, itertools
from pathlib import Path
from kyoso.engines.search import Entry, update_index, write_index
folder, how = Path(sys.argv[1]), sys.argv[2]
def entry(key):
    return Entry(key, f"asset:{key}", "asset", 1, 0, 3, "深絞り", "薄板" * 50, 1000 + key, {"category": "a"})
print("ready", flush=True)
for turn in itertools.count():
    if how == "update":
        update_index(folder, [], [], [entry(1000 + turn * 50 + key) for key in range(50)])
    else:
        write_index(folder, [entry(key) for key in range(1, 200)])
"""


@pytest.mark.parametrize("how", ["update", "build"])
def test_a_writer_killed_at_any_moment_leaves_an_index_that_works_or_none(folder, how):
    before = found(folder) - 1  # one is a lathe in the end
    for turn in range(6):
        command = [sys.executable, "-c", WRITER, str(folder), how]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "src"}) as writer:
            writer.stdout.readline()
            time.sleep(0.03 + 0.05 * turn)
            writer.send_signal(signal.SIGKILL)
        if not is_built(folder):  # killed between two renamings: the worker builds it
            write_index(folder, [entry(key) for key in range(1, 40)])
        assert is_sound(folder)
        assert found(folder) >= (before if how == "update" else 1)
        update_index(folder, ["asset:7"], [], [entry(7, "旋盤")])
        assert found(folder, "旋盤") == 1
