"""The signing key: made once per installation and kept beside its data."""

import os
import secrets
from pathlib import Path


def secret_key(given: str, var: Path) -> str:
    """Return the configured key, or the one kept in `var/secret_key`, made on first use, for its owner's eyes."""
    if given:
        return given
    path = var / "secret_key"
    var.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
