import numpy as np
import pytest

from kyoso.engines.matching import kinship
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.reading import Reader, Reading

MAKER, BUYER = "極小径ドリルが得意です", "患者の痛みを減らしたい"


@pytest.fixture(scope="module")
def reader(resources) -> Reader:
    return resources.reader


def test_a_maker_and_a_buyer_meet_without_a_shared_word(reader):
    maker, buyer = reader.maker(MAKER), reader.buyer(BUYER)
    assert np.argmax(maker.levels) == 1
    assert reader.demand(buyer, "") @ reader.supply(maker) > 0
    path = reader.path(buyer, maker, forward=True)
    assert path.forward
    assert (path.technology.ja, path.function.en) == ("微細穴加工", "thin holes")
    assert path.maker_words == ("極小径ドリル",)
    assert path.buyer_words[0].startswith("患者の痛み")


def test_whoever_asks_the_way_is_the_same(reader):
    maker, buyer = reader.maker(MAKER), reader.buyer(BUYER)
    there, back = (reader.path(buyer, maker, forward=forward) for forward in (True, False))
    assert (there.forward, back.forward) == (True, False)
    assert there.strength == back.strength


def test_a_clear_technology_outweighs_several_faint_ones(reader):
    clear, faint = (np.array(levels, np.float32) for levels in ([4, 0, 0, 0], [2, 2, 2, 2]))
    nothing = np.zeros(4)
    supplied = [reader.supply(Reading(levels, nothing, nothing)) for levels in (clear, faint)]
    assert supplied[0].max() > supplied[1].sum()


def test_two_texts_of_other_things_have_no_path(reader):
    assert reader.path(reader.buyer("味噌"), reader.maker("無関係"), forward=True) is None


def test_english_and_japanese_meet(reader):
    assert reader.path(reader.buyer("less pain"), reader.maker("極小径ドリルと小径穴あけ"), forward=True) is not None


def test_an_application_of_the_askers_own_industry_is_wanted_more(reader):
    buyer = reader.buyer(BUYER)
    assert reader.demand(buyer, "83").sum() > reader.demand(buyer, "").sum()


def test_applications_that_an_offer_opens_come_strongest_first(reader):
    found = reader.opened(MAKER)
    assert found[0].technology.ja == "微細穴加工"
    assert [path.strength for path in found] == sorted((path.strength for path in found), reverse=True)
    assert found[0].buyer_words == ()


def test_words_remembered_are_few_and_change_nothing(bridge, vectors, monkeypatch):
    first = Reader(bridge, vectors).maker(MAKER)
    monkeypatch.setattr(kinship, "_MOST", 0)
    second = Reader(bridge, vectors).maker(MAKER)
    assert np.array_equal(first.levels, second.levels)


@pytest.mark.parametrize("text", ["", "の", "無関係"])
def test_a_text_that_says_nothing_reads_as_nothing_certain(reader, text):
    assert reader.buyer(text).levels.shape == (len(reader.bridge.applications),)


def test_without_vectors_words_still_read(bridge):
    reader = Reader(bridge, None)
    assert reader.path(reader.buyer(BUYER), reader.maker(MAKER), forward=True) is not None


def test_an_empty_bridge_reads_nothing(vectors):
    reader = Reader(Bridge(()), vectors)
    buyer, maker = reader.buyer("穴"), reader.maker("穴")
    assert buyer.levels.shape == maker.levels.shape == (0,)
    assert reader.path(buyer, maker, forward=True) is None
    assert reader.opened("穴") == []
