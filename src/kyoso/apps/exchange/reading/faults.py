"""What can be wrong with a file, or with a cell of it: a code and plain values, put into words elsewhere."""

from dataclasses import dataclass, field
from typing import Any


class Unreadable(Exception):
    """A file that cannot be taken in at all; `code` says why, `params` where."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: the column it was read as, why, and values for the words."""

    column: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
