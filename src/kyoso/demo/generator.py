"""What needs no author: people, addresses, corporate numbers and dates, the same for the same seed."""

import datetime
import random
from dataclasses import dataclass
from pathlib import Path

import yaml

from kyoso.apps.accounts.rules import check_digit

NAMES = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))
FIRST_NUMBER = 999_000_000_000
"""A range that is not given out, so that no sample number is a real firm's."""


@dataclass(frozen=True, slots=True)
class Extras:
    """The made-up rest of one organisation."""

    owner_name: str
    owner_email: str
    corporate_number: str


class Generator:
    """Draws from one seeded stream, in a fixed order, so that two loads give the same network."""

    def __init__(self, seed: int = 20261101) -> None:
        self._random = random.Random(seed)
        self._number = 0

    def extras(self, key: str) -> Extras:
        """Return owner and corporate number for the next organisation."""
        self._number += 1
        name = f"{self._random.choice(NAMES['surnames'])} {self._random.choice(NAMES['given'])}"
        return Extras(name, f"owner@{key}.example", corporate_number(FIRST_NUMBER + self._number))

    def days_ago(self, most: int = 240) -> datetime.timedelta:
        """Return how long ago a record was last changed: recent ones are more frequent."""
        return datetime.timedelta(minutes=int(self._random.triangular(60, most * 24 * 60, 60)))


def corporate_number(base: int) -> str:
    """Return the 13 digits of a 12-digit base number: its check digit, then the number."""
    return f"{check_digit(f'{base:012d}')}{base:012d}"
