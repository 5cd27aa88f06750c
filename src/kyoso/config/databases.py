"""SQLite by default, PostgreSQL by address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA cache_size=-64000;"
)


def database(url: str, var: Path) -> dict[str, Any]:
    """Turn an address into Django's settings; raise ValueError naming the option when it is not PostgreSQL's.

    A Unix socket is named by its folder, as libpq does: postgresql:///name?host=/run/postgresql. What else follows the
    question mark (sslmode=require …) goes to libpq as it is.
    """
    if not url:
        return _sqlite(var / "kyoso.sqlite3")
    parts = urlparse(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("KYOSO_DATABASE_URL must start with postgresql:// (or be empty for SQLite)")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.pop("host", ""),
        "PORT": parts.port or query.pop("port", ""),
        "OPTIONS": query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    """WAL lets readers and the one writer work at once; IMMEDIATE makes a writer wait instead of failing midway."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": SQLITE_PRAGMAS},
    }
