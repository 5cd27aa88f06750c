import pytest

from kyoso.engines.matching import Chunk, InputFaultsError, RankQuery, read_corpus, read_queries


def test_lines_become_chunks_and_queries(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_bytes(
        b'\xef\xbb\xbf{"id": "1", "text": "\xe7\xa9\xb4", "lang": "ja", "more": 1}\r\n\n{"id": "1", "text": ""}'
    )
    assert read_corpus(file) == [Chunk("1", "穴", lang="ja"), Chunk("1", "")]
    file.write_text('{"id": "q", "text": "a\\u2028b"}\n{"id": "r", "text": "", "lang": null}\n')
    assert read_queries(file) == [RankQuery("q", "a\u2028b"), RankQuery("r", "")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"id": "1", "text": "a"', "broken JSON"),
        (b'{"id": "1", "text": "\xe7"}', "invalid UTF-8 at byte 22"),
        (b"[1]", "must be a JSON object"),
        (b'{"text": "a"}', "id is missing"),
        (b'{"id": 1, "text": "a"}', "id must be a string"),
        (b'{"id": "", "text": "a"}', "id is empty"),
        (b'{"id": "1"}', "text is missing"),
        (b'{"id": "1", "text": null}', "text must be a string"),
        (b'{"id": "1", "text": "\\ud800"}', "half a surrogate pair"),
        (b'{"id": "1", "text": "a", "lang": "fr"}', "lang must be"),
        (b'{"id": ' + b"9" * 5000 + b"}", "broken JSON"),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, line, fault):
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"id": "0", "text": "a"}\n' + line + b"\n")
    with pytest.raises(InputFaultsError) as caught:
        read_corpus(file)
    (told,) = caught.value.faults
    assert told.startswith(f"{file}: line 2: ")
    assert fault in told


def test_every_fault_is_told(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text('{}\n{"id": "1", "text": "a"}\nx\n')
    with pytest.raises(InputFaultsError) as caught:
        read_corpus(file)
    assert [fault.split(": ")[1] for fault in caught.value.faults] == ["line 1", "line 1", "line 3"]


def test_an_id_of_a_query_is_used_once(tmp_path):
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": "1", "text": "a"}\n{"id": "1", "text": "b"}\n')
    with pytest.raises(InputFaultsError, match="line 2: id 1 was used in line 1"):
        read_queries(file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputFaultsError, match=r"none\.jsonl: No such file"):
        read_corpus(tmp_path / "none.jsonl")
