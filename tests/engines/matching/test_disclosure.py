"""What a viewer may not see must not be felt: not in hits, scores, order, words, paths or explanations."""

from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching import Chunk, Clearance, LocalIndex, Query, Resources, Settings, explain, search
from kyoso.engines.matching.settings import BuildSettings

WORDS = (
    "穴",
    "極小径ドリル",
    "低侵襲",
    "患者の痛み",
    "味噌",
    "発酵",
    "金型",
    "深絞り",
    "drill",
    "stamping",
    "秘密",
    "z9",
)
SMALL = BuildSettings(topic_texts=2, topics=3)

texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=4).map(" ".join)
tiers = st.sampled_from([(0, 0), (0, 1), (0, 3), (1, 1), (1, 3), (2, 2), (2, 3), (3, 3)])


def make(number: int, text: str, tier: tuple[int, int], owner: int, industry: str) -> Chunk:
    kind = "asset" if number % 2 else "need"
    return Chunk(f"{kind}:{number}", text, kind, owner, tier[0], tier[1], industry)


chunks = st.builds(make, st.integers(0, 5), texts, tiers, st.integers(1, 3), st.sampled_from(["", "24", "83"]))
clearances = st.builds(
    Clearance,
    st.integers(0, 1),
    st.dictionaries(st.integers(1, 3), st.integers(0, 3), max_size=2),
    st.dictionaries(st.sampled_from(["asset:1", "need:2"]), st.integers(0, 3), max_size=1),
)


def answer(
    corpus: list[Chunk], query: Query, viewer: Clearance, resources: Resources, settings: Settings | None = None
) -> str:
    index = LocalIndex.build(corpus, resources, SMALL)
    hits = search(index, query, viewer, settings or Settings())
    return repr([(hit, explain(index, query, viewer, hit)) for hit in hits])


def is_hidden(chunk: Chunk, viewer: Clearance) -> bool:
    return chunk.tier_from > viewer.tier_for(chunk.owner, chunk.record)


@given(st.lists(chunks, max_size=6), st.lists(chunks, min_size=1, max_size=4), clearances, texts)
def test_a_hidden_chunk_leaves_the_answer_unchanged_to_the_byte(resources, shown, added, viewer, text):
    hidden = [chunk for chunk in added if is_hidden(chunk, viewer)]
    query = Query(text + " 穴", far=0.7, home_industry="24")
    assert answer(shown, query, viewer, resources) == answer(shown + hidden, query, viewer, resources)


@given(st.lists(chunks, min_size=2, max_size=6).flatmap(lambda c: st.tuples(st.just(c), st.permutations(c))), texts)
def test_the_order_of_chunks_leaves_the_answer_unchanged(resources, orders, text):
    first, second = (answer(order, Query(text), Clearance(1), resources) for order in orders)
    assert first == second


@given(st.lists(chunks, max_size=6), clearances, texts)
def test_every_hit_is_a_chunk_that_the_viewer_sees(resources, corpus, viewer, text):
    index = LocalIndex.build(corpus, resources, SMALL)
    for hit in search(index, Query(text), viewer):
        assert viewer.sees(hit.chunk)
        assert hit.chunk in corpus
        assert all(word in hit.chunk.text for word in hit.words)
        assert hit.score > 0


def test_a_grant_shows_and_its_end_hides(resources):
    secret = Chunk("asset:1", "秘密の深絞り", owner=1, tier_from=2)
    index = LocalIndex.build([secret, Chunk("asset:2", "味噌", owner=2)], resources)
    query = Query("深絞り")
    assert [hit.record for hit in search(index, query, Clearance(1, {1: 2}))][:1] == ["asset:1"]
    assert "asset:1" not in [hit.record for hit in search(index, query, Clearance(1))]
