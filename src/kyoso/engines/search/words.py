"""The Latin words that stand in an index, to find those near to one that was typed, without asking the index again.

An index reads its whole dictionary for "contains" and "one letter wrong", once for each query; a page makes four.
Here it is read once, and kept. Only letters and digits are in it: what is found is still asked under the viewer's mask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

INSIDE = 3
"""Letters from which a word is looked for inside others."""

LOOSE, LOOSER = 4, 8
"""Letters from which one wrong letter, or two, are forgiven."""

_KEPT = 500  # answers remembered
_FIRST = ord("a")


class Words:
    """Latin words, and which of them are near to one; several threads may ask at once."""

    def __init__(self, words: Iterable[str]) -> None:
        """Keep the words in one text, and those of letters alone by their length, with their letters counted."""
        known = sorted(set(words))
        self._text = "\n" + "\n".join(known) + "\n"
        by_length: dict[int, list[str]] = {}
        for word in known:
            if word.isalpha() and word.isascii():
                by_length.setdefault(len(word), []).append(word)
        self._alike = {length: (group, _letters(group)) for length, group in by_length.items()}
        self._answers: dict[str, tuple[str, ...]] = {}

    def near(self, word: str) -> tuple[str, ...]:
        """Return the words that hold one inside, or differ from it by a letter in four, two in eight."""
        answer = self._answers.get(word)
        if answer is None:
            if len(self._answers) >= _KEPT:
                self._answers = {}
            self._answers[word] = answer = tuple(sorted({*self._around(word), *self._misspelt(word)}))
        return answer

    def _around(self, word: str) -> Iterator[str]:
        if len(word) < INSIDE:
            return
        place = self._text.find(word)
        while place >= 0:
            end = self._text.index("\n", place)
            yield self._text[self._text.rindex("\n", 0, place) + 1 : end]
            place = self._text.find(word, end)

    def _misspelt(self, word: str) -> Iterator[str]:
        if len(word) < LOOSE or not (word.isalpha() and word.isascii()):
            return
        most = 2 if len(word) >= LOOSER else 1
        wanted = _letters([word])[0]
        for length in range(len(word) - most, len(word) + most + 1):
            group, letters = self._alike.get(length, ([], None))
            if letters is None:
                continue
            # a wrong letter changes two of the counts at most: few words are left to compare sign by sign
            for number in np.flatnonzero(np.abs(letters - wanted).sum(axis=1) <= 2 * most):
                if distance(word, group[number], most) <= most:
                    yield group[number]


def distance(one: str, other: str, most: int) -> int:
    """Count the letters to change, add, leave out or swap with their neighbour; stop counting above `most`."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, sign in enumerate(other, 1):
            steps = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != sign))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == sign:
                steps = min(steps, earlier[at - 2] + 1)
            row.append(steps)
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]


def _letters(words: list[str]) -> NDArray[np.int8]:
    """Count the letters of each word: one row a word, all of one length."""
    signs = np.array([list(word.encode()) for word in words], dtype=np.uint8) - _FIRST
    counts = np.zeros((len(words), 26), dtype=np.int8)
    for column in signs.T:
        counts[np.arange(len(words)), column] += 1
    return counts
