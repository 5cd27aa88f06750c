import pytest

from kyoso.engines.matching import Chunk, Clearance, LocalIndex, Query, Resources, Settings, search
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.search import rank
from kyoso.engines.matching.settings import BuildSettings

CHUNKS = [
    Chunk("asset:drill", "極小径ドリルによる穴", owner=1, industry="24"),
    Chunk("asset:miso", "味噌の醸造と発酵", owner=2, industry="09"),
    Chunk("asset:press", "金型とプレス加工", owner=3, industry="24"),
    Chunk("asset:hospital", "病院の患者に手術", owner=4, industry="83"),
]
PUBLIC = Clearance()


@pytest.fixture(scope="module")
def index(resources) -> LocalIndex:
    return LocalIndex.build(CHUNKS, resources)


def found(index: LocalIndex, text: str, clearance: Clearance = PUBLIC, **options) -> list[str]:
    return [hit.record for hit in search(index, Query(text, **options), clearance)]


def test_shared_words_find(index):
    (first, *_) = search(index, Query("プレスの金型が要る"), PUBLIC)
    assert first.record == "asset:press"
    assert set(first.words) == {"金型", "プレス"}
    assert first.recalls["words"] > 0
    assert first.chunk == CHUNKS[2]
    assert first.score == pytest.approx(sum(first.recalls.values()))


def test_vectors_find_without_a_shared_word(index):
    (first, *_) = search(index, Query("孔"), PUBLIC, Settings(bridge=0.0))
    assert first.record == "asset:drill"
    assert "vectors" in first.recalls


def test_the_bridge_finds_and_says_how(index):
    hits = {hit.record: hit for hit in search(index, Query("低侵襲な器具が欲しい"), PUBLIC)}
    assert hits["asset:drill"].path.technology_id == "tiny-holes"
    assert "asset:miso" not in hits or hits["asset:miso"].path is None


def test_words_are_quoted_as_the_chunk_spells_them(resources):
    index = LocalIndex.build([Chunk("asset:1", "鍍金と打合せ")], resources)
    (hit,) = search(index, Query("メッキの打ち合わせ"), PUBLIC)
    assert hit.words == ("打合せ", "鍍金")


@pytest.mark.parametrize("text", ["", "  ", "の", "the", "!?"])
def test_a_query_that_says_nothing_finds_nothing(index, text):
    assert found(index, text) in ([], found(index, text))
    assert text == "の" or found(index, text) == []


def test_nothing_is_found_where_nothing_is_seen(resources):
    assert found(LocalIndex.build([], resources), "穴") == []
    assert found(LocalIndex.build([Chunk("asset:1", "穴", tier_from=1)], resources), "穴") == []


def test_one_record_alone_is_found(resources):
    assert found(LocalIndex.build(CHUNKS[:1], resources), "極小径ドリル") == ["asset:drill"]


def test_the_far_dial_prefers_other_industries(resources):
    text = "プレス金型"
    chunks = [Chunk(f"asset:{code}", text, industry=code) for code in ("24", "31", "83", "")]
    index = LocalIndex.build(chunks, resources)
    assert found(index, text, far=1.0, home_industry="24")[0] == "asset:83"
    assert found(index, text, far=1.0, home_industry="24")[-1] == "asset:24"
    assert found(index, text, far=0.0, home_industry="24")[0] == "asset:24"
    neutral = search(index, Query(text, home_industry="24"), PUBLIC)
    assert len({hit.score for hit in neutral}) == 1
    assert [hit.record for hit in neutral] == ["asset:", "asset:24", "asset:31", "asset:83"]  # ties: order of keys
    assert found(index, text, far=1.0) == [hit.record for hit in neutral]


def test_further_parts_of_a_record_count_a_little(resources):
    parts = ["プレスの段取り替え", "プレスの保全"]
    rest = [Chunk(f"asset:{n}", text) for n, text in enumerate(("味噌", "病院", "穴"))]
    one = LocalIndex.build([Chunk("asset:one", parts[0]), *rest], resources)
    two = LocalIndex.build(
        [Chunk("asset:one", part) for part in parts] + [Chunk("asset:two", parts[0]), *rest], resources
    )
    assert found(one, "プレス")[0] == "asset:one"
    assert found(two, "プレス")[:2] == ["asset:one", "asset:two"]


def test_a_record_gains_nothing_by_being_long(resources):
    stray = ["味噌の樽", "樽の味噌", "味噌", "樽"]
    chunks = [Chunk("asset:long", text) for text in ["プレスの段取り替え", *stray]]
    index = LocalIndex.build(
        [*chunks, Chunk("asset:short", "プレスの段取り替え"), Chunk("asset:other", "病院")], resources
    )
    assert found(index, "プレス")[0] == "asset:short"


def test_the_best_chunk_is_the_one_that_speaks(resources):
    index = LocalIndex.build(
        [Chunk("asset:1", "味噌の樽"), Chunk("asset:1", "金型"), Chunk("asset:2", "病院")], resources
    )
    assert search(index, Query("金型"), PUBLIC)[0].chunk.text == "金型"


def test_top_limits(index):
    assert len(rank(index, Query("病院の金型と味噌の穴", top=2), PUBLIC).records) == 2


def test_without_vectors_and_bridge_words_still_find():
    index = LocalIndex.build(CHUNKS, Resources(None, Bridge(())))
    hits = search(index, Query("金型"), PUBLIC)
    assert [hit.record for hit in hits] == ["asset:press"]
    assert set(hits[0].recalls) == {"words", "bigrams"}
    assert hits[0].path is None


def test_topics_stand_in_where_vectors_know_nothing():
    texts = ["drill hole steel", "drill hole metal", "steel metal bore", "miso soy rice", "miso rice koji", "soy koji"]
    chunks = [Chunk(f"asset:{n}", text) for n, text in enumerate(texts)]
    index = LocalIndex.build(chunks, Resources(None, Bridge(())), BuildSettings(topic_texts=3, topics=2))
    hits = {hit.record: hit.recalls for hit in search(index, Query("drill hole"), PUBLIC)}
    assert hits["asset:2"]["topics"] > 0
    assert "words" not in hits["asset:2"]


@pytest.mark.parametrize(("coverage", "trust"), [(0.0, 0.0), (0.5, 0.5), (0.9, 1.0)])
def test_vectors_are_trusted_by_what_they_know(coverage, trust):
    assert Settings().trust(coverage) == pytest.approx(trust)


def test_a_path_quotes_only_what_the_two_texts_say(resources):
    buyer = "患者の痛みを減らしたい"
    said = LocalIndex.build([Chunk("asset:1", "極小径ドリルが得意です")], resources)
    meant = LocalIndex.build([Chunk("asset:1", "極小ドリルと穴あけが得意です")], resources)
    paths = [search(index, Query(buyer), PUBLIC)[0].path for index in (said, meant)]
    assert paths[0].maker_words == ("極小径ドリル",)
    for path, text in zip(paths, ["極小径ドリルが得意です", "極小ドリルと穴あけが得意です"], strict=True):
        assert path is None or all(word in text for word in path.maker_words)
        assert path is None or all(word in buyer for word in path.buyer_words)
