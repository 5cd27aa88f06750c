"""How large a file may be. Beyond these it is refused with the limit named, before it can do harm."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 120 * 1024 * 1024
"""An Excel file is a zip: this is how large its parts may become when unpacked."""

MAX_PARTS = 2_000
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_EMPTY_ROWS = 200_000
"""Rows are counted where something stands in them; so many empty ones are read over."""
