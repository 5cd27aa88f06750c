"""How a batch of entries is hashed; pure, so that anyone can verify an export."""

import hashlib
import json
from collections.abc import Iterable, Mapping

GENESIS = "0" * 64


def digest(previous: str, entries: Iterable[Mapping[str, object]]) -> str:
    """Return the SHA-256 (hex) of the previous digest and the canonical JSON of the entries, in their order."""
    state = hashlib.sha256(previous.encode())
    for entry in entries:
        state.update(json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())
        state.update(b"\n")
    return state.hexdigest()
