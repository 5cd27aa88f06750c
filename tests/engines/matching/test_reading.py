import numpy as np
import pytest

from kyoso.engines.matching import reading as module
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.reading import Reader

MAKER, BUYER = "極小径ドリルが得意です", "患者の痛みを減らしたい"


@pytest.fixture(scope="module")
def reader(resources) -> Reader:
    return resources.reader


def test_a_maker_and_a_buyer_meet_without_a_shared_word(reader):
    maker, buyer = reader.read(MAKER), reader.read(BUYER)
    assert np.argmax(maker.offers) == 1
    assert reader.demand(buyer, "") @ maker.offers > 0
    path = reader.path(buyer, maker)
    assert path.forward
    assert (path.technology.ja, path.function.en) == ("微細穴加工", "thin holes")
    assert path.maker_words == ("極小径ドリル",)
    assert path.buyer_words[0].startswith("患者の痛み")


def test_the_way_back_is_the_same_way(reader):
    maker, buyer = reader.read(MAKER), reader.read(BUYER)
    assert not reader.path(maker, buyer).forward
    assert reader.path(maker, buyer).strength == reader.path(buyer, maker).strength


def test_two_texts_of_other_things_have_no_path(reader):
    assert reader.path(reader.read("味噌"), reader.read("無関係")) is None


def test_english_and_japanese_meet(reader):
    assert reader.path(reader.read("less pain"), reader.read("極小径ドリルと小径穴あけ")) is not None


def test_an_application_of_the_askers_own_industry_is_wanted_more(reader):
    buyer = reader.read(BUYER)
    assert reader.demand(buyer, "83").sum() > reader.demand(buyer, "").sum()


def test_applications_that_an_offer_opens_come_strongest_first(reader):
    found = reader.opened(reader.read(MAKER))
    assert found[0].technology.ja == "微細穴加工"
    assert [path.strength for path in found] == sorted((path.strength for path in found), reverse=True)
    assert found[0].buyer_words == ()


def test_words_remembered_are_few_and_change_nothing(bridge, vectors, monkeypatch):
    first = Reader(bridge, vectors).read(MAKER)
    monkeypatch.setattr(module, "_WORDS", 0)
    second = Reader(bridge, vectors).read(MAKER)
    assert np.array_equal(first.offers, second.offers)


@pytest.mark.parametrize("text", ["", "の", "無関係"])
def test_a_text_that_says_nothing_reads_as_nothing_certain(reader, text):
    assert reader.read(text).wants.shape == (len(reader.bridge.applications),)


def test_without_vectors_words_still_read(bridge):
    reader = Reader(bridge, None)
    assert reader.path(reader.read(BUYER), reader.read(MAKER)) is not None


def test_an_empty_bridge_reads_nothing(vectors):
    reader = Reader(Bridge(()), vectors)
    found = reader.read("穴")
    assert found.offers.shape == reader.offers("穴").shape == (0,)
    assert reader.path(found, found) is None
    assert reader.opened(found) == []
