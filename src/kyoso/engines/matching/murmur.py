"""MurmurHash64A, the key of the word vectors' table.

Source: Austin Appleby, MurmurHash2 (public domain). Libraries at hand offer other variants only: 32 bits, or version 3.
"""

from __future__ import annotations

_MASK = (1 << 64) - 1
_M = 0xC6A4A7935BD1E995


def murmur64a(data: bytes, seed: int = 1) -> int:
    """Return the 64-bit hash of the bytes as an unsigned integer."""
    value = (seed ^ (len(data) * _M)) & _MASK
    whole = len(data) & ~7
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * _M & _MASK
        block = (block ^ (block >> 47)) * _M & _MASK
        value = (value ^ block) * _M & _MASK
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * _M & _MASK
    value = (value ^ (value >> 47)) * _M & _MASK
    return value ^ (value >> 47)
