"""Canary tokens: words that occur nowhere else, each with the set of those who may see it."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

PATTERN = re.compile(r"cnry[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """A word put into one text of the world; `where` says which, for the message of a failing test."""

    word: str
    where: str
    viewers: frozenset[str]
    shown: bool = True
    """False while no page shows this text to anyone: the test then insists that it stays so."""


@dataclass
class Tokens:
    """All tokens of a world, found again in whatever comes out of it."""

    known: dict[str, Token] = field(default_factory=dict)

    def new(self, where: str, viewers: Iterable[str], *, shown: bool = True) -> str:
        """Make a token, remember who may see it, and return its word."""
        token = Token(f"cnry{secrets.token_hex(6)}", where, frozenset(viewers), shown)
        self.known[token.word] = token
        return token.word

    def found_in(self, text: str) -> set[Token]:
        """Return the tokens that occur in a text, whatever their case."""
        return {self.known[word] for word in map(str.lower, PATTERN.findall(text)) if word in self.known}

    def for_viewer(self, name: str) -> set[Token]:
        """Return the tokens that a viewer may see and that some page shows."""
        return {token for token in self.known.values() if name in token.viewers and token.shown}

    def hidden_from(self, name: str) -> list[Token]:
        """Return the tokens that a viewer may not see, in the order they were made."""
        return [token for token in self.known.values() if name not in token.viewers]


def absent_word() -> str:
    """Return a word shaped like a token that occurs nowhere at all."""
    return f"cnry{secrets.token_hex(6)}"
