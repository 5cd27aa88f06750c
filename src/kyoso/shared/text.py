"""Text as people typed it, in stored form: one sign for a new line, no control characters, nothing around it."""

import re
import unicodedata

NEW_LINE = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows: a name could read as another one."""

INVISIBLE = {"Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp"}
NEVER = {"Cc", "Cs"}


def clean_text(text: str) -> str:
    """Return a text of several lines in stored form, empty where a reader would see nothing of it."""
    lines = NEW_LINE.sub("\n", text)
    lines = TURNING.sub("", lines)
    kept = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in NEVER)
    return kept.strip() if any(unicodedata.category(sign) not in INVISIBLE for sign in kept) else ""


def clean_line(text: str) -> str:
    """Return a text of one line in stored form, empty where a reader would see nothing of it."""
    return re.sub(r" *[\n\t] *", " ", clean_text(text))
