"""Finding by words under a mask (D1): what is found is what a plain reading of all texts would find."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.search import (
    FACETS,
    Entry,
    IndexMissingError,
    Mask,
    Question,
    SearchIndex,
    is_built,
    update_index,
    write_index,
)
from kyoso.shared.japanese import fold

OPEN = Mask(3)


def entry(key, title="", text="", **values):
    plain = {"record": f"asset:{key}", "kind": "asset", "owner": 1, "tier_from": 0, "tier_to": 3, "changed": 1000 + key}
    return Entry(key=key, title=title, text=text, **{**plain, **values})


@pytest.fixture
def search(tmp_path):
    def build(*entries):
        write_index(tmp_path / "search", entries)
        return SearchIndex(tmp_path / "search")

    return build


def keys(index, *words, mask=OPEN, **asked):
    return list(index.find(Question("asset", [[word] for word in words], **asked), mask).keys)


# Words


@pytest.mark.parametrize(
    "word",
    ["深絞り", "絞り", "絞", "深", "ふかしぼり", "フカシボリ", "ﾌｶｼﾎﾞﾘ", "SUS304", "sus", "304", "0.005", "り"],
)
def test_a_piece_of_the_text_is_found(search, word):  # D1
    assert keys(search(entry(1, "深絞り", "ふかしぼり、SUS304の板を0.005mmで"), entry(2, "鋳物", "銑鉄")), word) == [1]


@pytest.mark.parametrize("word", ["工研", "加工研磨", "絞深", "削研", "05mmm"])
def test_what_does_not_stand_together_is_not_found(search, word):
    assert keys(search(entry(1, "切削加工 研磨", "板を 0.005mm")), word) == []


def test_every_word_is_wanted_in_any_of_its_spellings(search):
    index = search(entry(1, "深絞り", "薄板"), entry(2, "deep drawing", "薄板"), entry(3, "深絞り", "厚板"))
    question = Question("asset", [["深絞り", "deep drawing"], ["薄板"]])
    assert set(index.find(question, OPEN).keys) == {1, 2}


def test_titles_come_first_then_the_latest_change(search):
    index = search(
        entry(1, "金型", changed=5),
        entry(2, "研磨", "金型", changed=9),
        entry(3, "金型", changed=7),
        entry(4, "研磨", "金型", changed=8),
    )
    question = Question("asset", [["金型"]])
    pages = [index.find(question, OPEN, offset, 1).keys for offset in range(5)]
    assert pages == [(3,), (1,), (2,), (4,), ()]
    assert index.find(question, OPEN, 1, 2).keys == (1, 2)
    assert index.find(question, OPEN).total == 4
    assert index.find(question, OPEN, 10**9, 20) == index.find(question, OPEN, 4, 20)


@pytest.mark.parametrize(
    ("word", "loose"), [("drwing", True), ("drawimg", True), ("aluminiun", True), ("alumnium", True), ("cat", False)]
)
def test_a_wrong_letter_is_forgiven_where_asked_for(search, word, loose):
    index = search(entry(1, "drawing of aluminium cut"))
    assert keys(index, word) == []
    assert bool(keys(index, word, is_loose=True)) is loose


def test_letters_inside_a_word_are_found_where_nothing_begins_so(search):
    index = search(entry(1, "microdrawing"))
    assert keys(index, "drawing") == []
    assert keys(index, "drawing", is_loose=True) == [1]


@pytest.mark.parametrize("word", ["", " ", "%", "*", ".*", "|", "(", "\\", "🏭"])
def test_signs_alone_find_nothing(search, word):
    assert keys(search(entry(1, "深絞り | (*)")), word) == []


@given(
    st.lists(st.text(st.sampled_from("深絞りプレa1 、"), max_size=8), max_size=6),
    st.text(st.sampled_from("深絞りプレ"), min_size=1, max_size=4),
)
def test_japanese_is_found_as_by_looking_for_the_piece(tmp_path_factory, texts, word):
    folder = tmp_path_factory.mktemp("search")
    write_index(folder, [entry(key, text) for key, text in enumerate(texts)])
    found = set(SearchIndex(folder).find(Question("asset", [[word]]), OPEN, 0, 100).keys)
    assert found == {key for key, text in enumerate(texts) if fold(word) in fold(text)}


# Who sees what


@dataclasses.dataclass
class World:
    entries: list[Entry]
    mask: Mask

    def sees(self, one):
        tier, _ = self.mask.records.get(one.record, (0, 0))
        tier = max(self.mask.default, self.mask.owners.get(one.owner, 0), tier)
        hidden = one.record in self.mask.without or one.owner in self.mask.without_owners
        return one.tier_from <= tier <= one.tier_to and not hidden


@st.composite
def worlds(draw):
    entries = []
    for number in range(draw(st.integers(0, 5))):
        cut = draw(st.integers(0, 3))
        owner, category = draw(st.integers(1, 3)), draw(st.sampled_from("ab"))
        for part, (first, last) in enumerate(((0, cut), (cut + 1, 3))):
            if first <= last:
                facets = {"category": category}
                entries.append(
                    entry(
                        number * 2 + part,
                        draw(st.sampled_from(["金型", "研磨"])),
                        record=f"asset:{number}",
                        owner=owner,
                        tier_from=first,
                        tier_to=last,
                        facets=facets,
                    )
                )
    owners = {one.record: one.owner for one in entries}
    tiers = st.integers(0, 3)
    mask = Mask(
        draw(st.integers(0, 1)),
        draw(st.dictionaries(st.integers(1, 3), tiers, max_size=2)),
        {record: (draw(tiers), owner) for record, owner in owners.items() if draw(st.booleans())},
        [record for record in owners if draw(st.integers(0, 4)) == 0],
        [3] if draw(st.integers(0, 4)) == 0 else [],
    )
    return World(entries, mask)


@given(worlds(), st.sampled_from([(), (("金型",),)]))
def test_the_mask_opens_exactly_what_is_open(tmp_path_factory, world, words):  # A3
    folder = tmp_path_factory.mktemp("search")
    write_index(folder, world.entries)
    index, question = SearchIndex(folder), Question("asset", words)
    fitting = [one for one in world.entries if world.sees(one) and (not words or one.title == "金型")]
    found = index.find(question, world.mask, 0, 100)
    assert set(found.keys) == {one.key for one in fitting}
    assert found.total == index.count(question, world.mask) == len(fitting)
    counted = dict(index.facets(question, world.mask, ["category"])["category"])
    assert counted == {v: n for v in "ab" if (n := sum(one.facets["category"] == v for one in fitting))}


@given(worlds())
def test_hidden_views_change_nothing(tmp_path_factory, world):
    seen = []
    for entries in (world.entries, [one for one in world.entries if world.sees(one)]):
        folder = tmp_path_factory.mktemp("search")
        write_index(folder, entries)
        index, question = SearchIndex(folder), Question("asset", [["金型"]])
        seen.append((index.find(question, world.mask, 0, 100), index.facets(question, world.mask, FACETS)))
    assert seen[0] == seen[1]


# Filters


def test_a_facet_counts_what_each_of_its_values_would_leave(search):
    index = search(
        entry(1, facets={"category": "a", "industry": "24"}),
        entry(2, facets={"category": "b", "industry": "24"}),
        entry(3, facets={"category": "b", "industry": "25"}),
    )
    question = Question("asset", chosen={"category": ["a"]})
    assert index.find(question, OPEN).keys == (1,)
    counts = index.facets(question, OPEN, ["category", "industry", "field"])
    assert counts == {"category": [("b", 2), ("a", 1)], "industry": [("24", 1)], "field": []}


def test_owner_kind_and_moment_narrow(search):
    index = search(entry(1, owner=7, changed=10), entry(2, owner=8, changed=20), entry(3, kind="need", changed=30))
    assert keys(index, owner=8) == [2]
    assert keys(index, since=10) == [2]
    assert index.find(Question("need"), OPEN).keys == (3,)


# One writer, many readers


def test_an_update_replaces_all_views_of_a_record_and_of_an_owner(search, tmp_path):
    index = search(entry(1, "古い"), entry(2, "古い", record="asset:1"), entry(3, "別", owner=9))
    assert len(keys(index, "古い")) == 2
    update_index(tmp_path / "search", ["asset:1"], [9], [entry(5, "新しい", record="asset:1")])
    assert (keys(index, "古い"), keys(index, "新しい"), keys(index, "別")) == ([], [5], [])


def test_a_reader_goes_on_while_the_index_is_built_anew(search, tmp_path):
    index = search(entry(1, "古い"))
    assert keys(index, "古い") == [1]
    write_index(tmp_path / "search", [entry(2, "新しい")])
    assert keys(SearchIndex(tmp_path / "search"), "新しい") == [2]
    assert keys(index, "新しい") == [2]


def test_a_folder_without_an_index_says_so(tmp_path):
    assert not is_built(tmp_path)
    with pytest.raises(IndexMissingError):
        SearchIndex(tmp_path)
    with pytest.raises(IndexMissingError):
        update_index(tmp_path)


def test_a_word_written_since_the_words_were_read_is_forgiven_too(search, tmp_path):
    index = search(entry(1, "drawing"))
    assert keys(index, "drawimg", is_loose=True) == [1]
    update_index(tmp_path / "search", [], [], [entry(2, "polishing")])
    assert keys(index, "polishng", is_loose=True) == [2]
    write_index(tmp_path / "search", [entry(3, "annealing")])
    assert keys(index, "aneealing", is_loose=True) == [3]
    assert keys(index, "drawimg", is_loose=True) == []


def test_a_span_is_found_where_it_shares_a_day(search):
    index = search(entry(1, span=(10, 20)), entry(2, span=(20, 30)), entry(3), entry(4, span=(1, 3_652_059)))
    assert keys(index, during=(20, 20)) == [4, 2, 1]
    assert keys(index, during=(21, 40)) == [4, 2]
    assert keys(index, during=(1, 9)) == [4]


def test_views_of_one_key_are_found_by_those_who_see_them(search):
    index = search(entry(1, text="深絞り", tier_to=1), entry(1, text="深絞り 写真", tier_from=2))
    assert keys(index, "写真", mask=Mask(1)) == []
    assert keys(index, "写真", mask=Mask(2)) == [1]
    assert keys(index, "深絞り", mask=Mask(1)) == keys(index, "深絞り", mask=Mask(3)) == [1]
