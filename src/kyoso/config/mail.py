"""Where mails go: an SMTP server, or files in var/mail/ while there is none."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse


def mail_settings(url: str, sender: str, var: Path) -> dict[str, Any]:
    """Turn an address into Django's settings; raise ValueError naming the option when it is not SMTP's."""
    common = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender, "EMAIL_TIMEOUT": 10}
    if not url:
        return common | {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": var / "mail",
        }
    parts = urlparse(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("KYOSO_MAIL_URL must start with smtp:// or smtps:// (or be empty)")
    return common | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }
