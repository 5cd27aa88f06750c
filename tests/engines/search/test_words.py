"""Words near to one (D1): as a plain comparison of all words would tell."""

from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.search.words import Words, distance

LETTERS = st.text(st.sampled_from("abcz"), min_size=1, max_size=10)
MIXED = st.text(st.sampled_from("ab3."), min_size=1, max_size=8).filter(lambda word: word[0] != ".")


def plainly(one, other):
    """Levenshtein with swaps of neighbours, from its definition."""
    if not one or not other:
        return len(one) + len(other)
    ways = [plainly(one[1:], other) + 1, plainly(one, other[1:]) + 1]
    ways.append(plainly(one[1:], other[1:]) + (one[0] != other[0]))
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        ways.append(plainly(one[2:], other[2:]) + 1)
    return min(ways)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_distance_is_that_of_the_definition_up_to_the_most(one, other, most):
    right = plainly(one, other)
    assert distance(one, other, most) == right if right <= most else distance(one, other, most) > most


@given(st.lists(LETTERS | MIXED, max_size=30), LETTERS | MIXED)
def test_near_is_what_comparing_every_word_would_find(known, word):  # D1
    most = (2 if len(word) >= 8 else 1 if len(word) >= 4 else -1) if word.isalpha() else -1
    inside = {one for one in known if word in one} if len(word) >= 3 else set()
    alike = {one for one in known if one.isalpha() and distance(word, one, max(most, 0)) <= most}
    words = Words(known)
    assert set(words.near(word)) == inside | alike
    assert words.near(word) == words.near(word)


def test_no_words_are_near_to_nothing():
    assert Words([]).near("drawing") == ()
    assert Words(["drawing"]).near("") == ()
    assert Words(["drawing", "drawings"]).near("drawimg") == ("drawing", "drawings")[:1]
