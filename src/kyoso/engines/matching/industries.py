"""Major groups of the Japan Standard Industrial Classification (JSIC, revision of 2023) and how far apart they are."""

from __future__ import annotations

_DIVISIONS = {
    "A": (1, 2),
    "B": (3, 4),
    "C": (5, 5),
    "D": (6, 8),
    "E": (9, 32),
    "F": (33, 36),
    "G": (37, 41),
    "H": (42, 49),
    "I": (50, 61),
    "J": (62, 67),
    "K": (68, 70),
    "L": (71, 74),
    "M": (75, 77),
    "N": (78, 80),
    "O": (81, 82),
    "P": (83, 85),
    "Q": (86, 87),
    "R": (88, 96),
    "S": (97, 98),
    "T": (99, 99),
}


def division(group: str) -> str:
    """Return the division letter of a two-digit major group, ``""`` when there is no such group."""
    if len(group) != 2 or not (group.isascii() and group.isdigit()):
        return ""
    return next((letter for letter, (first, last) in _DIVISIONS.items() if first <= int(group) <= last), "")


def distance(one: str, other: str) -> float | None:
    """Return 0 for the same major group, 0.5 for the same division, 1 otherwise; None when either is unknown."""
    if not division(one) or not division(other):
        return None
    if one == other:
        return 0.0
    return 0.5 if division(one) == division(other) else 1.0
