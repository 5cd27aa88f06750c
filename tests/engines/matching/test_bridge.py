from kyoso.engines.matching.bridge import Bridge


def test_phrases_follow_their_concepts(bridge):
    concepts = [phrase.concept for phrase in bridge.phrases]
    assert concepts == sorted(concepts)
    assert set(concepts) == set(range(bridge.size))
    assert {phrase.lang for phrase in bridge.phrases} == {"ja", "en"}


def test_a_path_names_every_step(bridge):
    path = bridge.path(4, 0.51239, ("極小径ドリル",), (), True)
    assert path.technology.en == "micro drilling"
    assert path.function.en == "thin holes"
    assert path.steps[3] == path.outcome
    assert path.strength == 0.512


def test_an_empty_bridge_has_no_phrases():
    assert Bridge(()).size == 0
    assert Bridge(()).phrases == ()
