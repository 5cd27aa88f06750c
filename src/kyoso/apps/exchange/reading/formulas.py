"""Texts that a spreadsheet would take for a formula: made harmless on the way out, restored on the way in."""

import re

LOOKS_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")


def neutralised(text: str) -> str:
    """Put an apostrophe before what begins like a formula, and another before one that has it: so none is lost."""
    return f"'{text}" if LOOKS_LIKE_FORMULA.match(text) else text


def restored(text: str) -> str:
    """Take that apostrophe away again."""
    return text[1:] if NEUTRALISED.match(text) else text
