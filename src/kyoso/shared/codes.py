"""Public codes of records: random, so that neither their order nor their gaps tell how many hidden ones exist."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: read aloud and typed from paper without mistakes
LENGTH = 10


def new_code() -> str:
    """Return a fresh code of ten characters (30 ** 10, about 49 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
