"""An index in a folder: what readers see while a writer writes, dies, or leaves something damaged behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.engines.matching.test_index import CHUNKS, same

from kyoso.engines.matching import (
    Chunk,
    Clearance,
    IndexFolder,
    IndexMissingError,
    LocalIndex,
    Query,
    Resources,
    current_generation,
    search,
)
from kyoso.engines.matching.bridge import Bridge

MORE = Chunk("asset:7", "極小径ドリルの研ぎ直し", owner=7)


@pytest.fixture
def index(resources) -> LocalIndex:
    return LocalIndex.build(CHUNKS, resources)


def names(folder: Path, start: str) -> list[str]:
    return sorted(path.name for path in folder.glob(f"{start}*"))


def test_saving_and_opening_brings_back_the_same_index(index, resources, tmp_path):
    assert current_generation(tmp_path / "index") == ""
    IndexFolder(tmp_path / "index", resources).save(index)
    again = IndexFolder(tmp_path / "index", resources).open()
    assert same(index, again)
    with pytest.raises(ValueError, match="read-only"):
        again.parts[0].segment.table.kind[0] = 1


def test_one_view_is_saved_once(resources, tmp_path):
    IndexFolder(tmp_path, resources).save(LocalIndex.build([CHUNKS[2]], resources))
    assert not list(tmp_path.glob("*/network.*"))
    assert IndexFolder(tmp_path, resources).open().frame.is_one


@pytest.mark.parametrize("chunks", [[], [Chunk("asset:1", "")]])
def test_an_index_of_nothing_is_saved_too(chunks, resources, tmp_path):
    index = LocalIndex.build(chunks, resources)
    IndexFolder(tmp_path, resources).save(index)
    assert same(index, IndexFolder(tmp_path, resources).open())


def test_a_change_writes_only_what_is_new(resources, tmp_path):
    index = LocalIndex.build([Chunk(f"asset:{n}", f"金型 {n}") for n in range(20)], resources)
    writer = IndexFolder(tmp_path, resources)
    writer.save(index)
    parts = names(tmp_path, "part-")
    later = index.updated({"asset:7": [MORE], "asset:3": []})
    writer.save(later)
    assert len(names(tmp_path, "part-")) == len(parts) + 1
    assert len(names(tmp_path, "frame-")) == 1
    again = IndexFolder(tmp_path, resources).open()
    assert same(later, again)
    assert search(again, Query("極小径ドリル"), Clearance())[0].record == "asset:7"


def test_a_reader_keeps_what_it_has_while_a_writer_switches(index, resources, tmp_path):
    writer, reader = IndexFolder(tmp_path, resources), IndexFolder(tmp_path, resources)
    writer.save(index)
    before = reader.open()
    for number in range(3):
        writer.save(LocalIndex.build(CHUNKS[: number + 1], resources))
    assert same(index, before)
    assert len(reader.open()) == 3
    assert names(tmp_path, "manifest-") == ["manifest-00000003.json", "manifest-00000004.json"]
    assert names(tmp_path, "part-") == ["part-00000003-0", "part-00000004-0"]


def test_a_reader_does_not_open_again_what_it_has(index, resources, tmp_path):
    writer, reader = IndexFolder(tmp_path, resources), IndexFolder(tmp_path, resources)
    large = LocalIndex.build([Chunk(f"asset:{n}", f"金型 {n}") for n in range(20)], resources)
    writer.save(large)
    before = reader.open()
    writer.save(large.updated({"asset:7": [MORE]}))
    after = reader.open()
    assert after.frame is before.frame
    assert after.parts[0].segment is before.parts[0].segment
    assert len(after.parts) == 2


def test_what_a_dead_writer_left_is_replaced(index, resources, tmp_path):
    for name in ("part-00000001-0", ".part-00000001-0", "frame-00000001"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rubbish").touch()
    IndexFolder(tmp_path, resources).save(index)
    assert same(index, IndexFolder(tmp_path, resources).open())
    assert not names(tmp_path, ".part")


def test_an_index_that_does_not_fit_is_not_opened(index, resources, tmp_path):
    with pytest.raises(IndexMissingError, match="build it first"):
        IndexFolder(tmp_path, resources).open()
    name = IndexFolder(tmp_path, resources).save(index)
    with pytest.raises(IndexMissingError, match="rebuild"):
        IndexFolder(tmp_path, Resources(None, Bridge(()))).open()
    manifest = json.loads((tmp_path / name).read_text())
    (tmp_path / name).write_text(json.dumps(manifest | {"format": 0}))
    with pytest.raises(IndexMissingError, match="rebuild"):
        IndexFolder(tmp_path, resources).open()


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / current_generation(folder)).write_text("{"),
        lambda folder: (folder / current_generation(folder)).write_text("[]"),
        lambda folder: (folder / current_generation(folder)).unlink(),
        lambda folder: (folder / "CURRENT").write_bytes(b"\xff\xfe"),
        lambda folder: next(folder.glob("part-*/words.keys.npy")).unlink(),
        lambda folder: next(folder.glob("part-*/scales.npy")).write_bytes(b""),
        lambda folder: next(folder.glob("frame-*/public.words.keys.npy")).write_bytes(b"\x93NUMPY"),
        lambda folder: next(folder.glob("stands-*.npy")).write_bytes(b"rubbish"),
    ],
)
def test_a_damaged_index_is_missing_and_can_be_written_anew(damage, index, resources, tmp_path):
    IndexFolder(tmp_path, resources).save(index)
    damage(tmp_path)
    with pytest.raises(IndexMissingError):
        IndexFolder(tmp_path, resources).open()
    IndexFolder(tmp_path, resources).save(index)
    assert same(index, IndexFolder(tmp_path, resources).open())


def test_a_part_of_another_length_is_damage(index, resources, tmp_path):
    IndexFolder(tmp_path, resources).save(index)
    other = IndexFolder(tmp_path / "other", resources)
    other.save(LocalIndex.build(CHUNKS[:2], resources))
    next((tmp_path / "other").glob("stands-*")).replace(next(tmp_path.glob("stands-*")))
    with pytest.raises(IndexMissingError, match="5 chunks, not 2"):
        IndexFolder(tmp_path, resources).open()


WRITER = """
import sys
from pathlib import Path
from kyoso.engines.matching import Chunk, IndexFolder, LocalIndex, Resources
resources, number = Resources(), 0
folder = IndexFolder(Path(sys.argv[1]), resources)
index = LocalIndex.build([Chunk(f"asset:{n}", f"drill number{n}") for n in range(50)], resources)
while True:
    folder.save(index)
    print(number, flush=True)
    index, number = index.updated({f"asset:{number % 60}": [Chunk(f"asset:{number % 60}", "drill again")]}), number + 1
"""


@pytest.mark.parametrize("after", [0.02, 0.11, 0.23])
def test_a_writer_killed_at_any_moment_leaves_an_index_that_opens(after, tmp_path):
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, env=os.environ)
    writer.stdout.readline()
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    index = IndexFolder(tmp_path, Resources()).open()
    assert len(index) >= 50
    assert search(index, Query("drill"), Clearance())
    IndexFolder(tmp_path, Resources()).save(index)
    assert len(IndexFolder(tmp_path, Resources()).open()) == len(index)
