from dataclasses import replace

import pytest

from kyoso.engines.matching import (
    Chunk,
    Clearance,
    Explanation,
    LocalIndex,
    NotVisibleError,
    Query,
    Resources,
    explain,
    search,
)
from kyoso.engines.matching.bridge import Bridge

MEMBER = Clearance(1)
CHUNKS = [
    Chunk("asset:drill", "極小径ドリルによる微細な穴あけを短い納期で請け負います", owner=1, industry="24"),
    Chunk("asset:miso", "味噌", owner=2),
    Chunk("asset:press", "金型とプレス加工を一個から短い納期で請け負っています", owner=3, industry="24"),
]


@pytest.fixture(scope="module")
def index(resources) -> LocalIndex:
    return LocalIndex.build(CHUNKS, resources)


def why(index: LocalIndex, record: str, text: str, **options) -> Explanation:
    query = Query(text, **options)
    (hit,) = [hit for hit in search(index, query, MEMBER) if hit.record == record]
    return explain(index, query, MEMBER, hit)


def codes(remarks) -> list[str]:
    return [remark.code for remark in remarks]


def test_a_path_is_told_step_by_step(index):
    told = why(index, "asset:drill", "低侵襲な器具が欲しい", home_industry="83")
    path = told.reasons[0].as_dict()
    assert path["code"] == "bridge_path"
    assert path["params"]["technology"] == {"ja": "微細穴加工", "en": "micro drilling"}
    assert path["params"]["forward"] is True
    assert path["params"]["buyer_words"] == ["低侵襲"]
    assert "other_industry" in codes(told.reasons)
    assert told.unknown == ()


def test_shared_words_are_quoted(index):
    told = why(index, "asset:press", "プレスの金型")
    (words,) = [remark.params["words"] for remark in told.reasons if remark.code == "shared_words"]
    assert set(words) == {"金型", "プレス"}
    assert codes(told.unknown) == ["home_industry"]


def test_meaning_alone_is_a_reason_and_a_caution(index):
    told = why(index, "asset:miso", "醸造")
    assert "close_meaning" in codes(told.reasons)
    assert codes(told.cautions) == ["only_meaning"]
    assert codes(told.unknown) == ["industry", "home_industry", "short_text"]


def test_one_shared_word_is_thin(index):
    assert "few_shared_words" in codes(why(index, "asset:press", "金型").cautions)


@pytest.mark.parametrize(
    ("home", "far", "reason", "caution"),
    [
        ("24", 0.2, "same_industry", None),
        ("24", 0.9, None, "nearer_than_wished"),
        ("83", 0.2, None, "farther_than_wished"),
        ("31", 0.2, None, None),
        ("83", 0.9, "other_industry", None),
    ],
)
def test_industries_speak_for_or_against(index, home, far, reason, caution):
    told = why(index, "asset:press", "金型 プレス", home_industry=home, far=far)
    assert [code for code in codes(told.reasons) if code.endswith("industry")] == ([reason] if reason else [])
    assert [code for code in codes(told.cautions) if code.endswith("wished")] == ([caution] if caution else [])


def test_another_language_is_said(index):
    assert "other_language" in codes(why(index, "asset:drill", "less pain").cautions)


def test_a_weak_path_is_said(index):
    query = Query("低侵襲")
    (hit,) = [hit for hit in search(index, query, MEMBER) if hit.record == "asset:drill"]
    weak = replace(hit, path=replace(hit.path, strength=0.2))
    assert "weak_path" in codes(explain(index, query, MEMBER, weak).cautions)
    strong = replace(hit, path=replace(hit.path, strength=0.9))
    assert "weak_path" not in codes(explain(index, query, MEMBER, strong).cautions)


def test_missing_vectors_are_said():
    index = LocalIndex.build(CHUNKS, Resources(None, Bridge(())))
    assert "no_vectors" in codes(why(index, "asset:press", "金型").unknown)


def test_a_hit_without_shares_is_explained(index):
    query = Query("金型")
    hit = replace(search(index, query, MEMBER)[0], recalls={})
    assert "close_meaning" not in codes(explain(index, query, MEMBER, hit).reasons)


def test_another_viewers_hit_is_not_explained(resources):
    index = LocalIndex.build([Chunk("asset:1", "金型", tier_from=2)], resources)
    query = Query("金型")
    (hit,) = search(index, query, Clearance(2))
    with pytest.raises(NotVisibleError, match="asset:1"):
        explain(index, query, MEMBER, hit)
