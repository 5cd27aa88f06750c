"""From text to terms: pairs of signs for Japanese, whole words for Latin letters and digits.

Pairs in a row find exactly what looking for the piece of text would find, two-sign words included, and need no
dictionary: what somebody types is found as it stands in the text, whatever a tokeniser would have made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kyoso.shared.japanese import fold

RUN = re.compile(r"(?P<latin>[a-z0-9]+(?:\.[0-9]+)*)|(?P<signs>[^\W_a-z0-9]+)")
PART = re.compile(r"[a-z]+|[0-9.]+")
BREAK = "|"
"""Stands between runs, so that the last pair of one and the first of the next are no neighbours."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of signs without a space inside, as it was asked for; folded."""

    text: str
    is_latin: bool

    @property
    def pairs(self) -> list[str]:
        """The terms that stand for it, in their order."""
        return [self.text] if self.is_latin or len(self.text) == 1 else _pairs(self.text)


def pieces(text: str) -> list[Piece]:
    """Return the runs of a text, in their order; signs that are no letters or digits only separate."""
    return [Piece(found.group(), found.lastgroup == "latin") for found in RUN.finditer(fold(text))]


def terms(*texts: str) -> str:
    """Return the terms of some texts, with blanks between them, as the index takes them."""
    return " ".join(_terms(texts))


def _terms(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        for piece in pieces(text):
            yield from piece.pairs
            if piece.is_latin:
                yield from _parts(piece.text)
            yield BREAK


def _parts(word: str) -> list[str]:
    """Return the letters and the digits of a word that mixes them: SUS304 is looked for as 304 too."""
    parts = PART.findall(word)
    return parts if len(parts) > 1 else []


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
