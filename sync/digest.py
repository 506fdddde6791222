"""Fingerprints of what a shop's window shows, the same on both sides of the wire: pure, and cheap to compare.

Products fall into 256 buckets by the first byte of the SHA-256 of their id. A bucket's fingerprint is the sum of its
rows' marks modulo 2^64, in sixteen hexadecimal digits, so rows may come in any order. Only products that are shown
count, and their levels: what is hidden is nobody's business.
"""

import hashlib
from collections.abc import Iterable

from sync.order_protocol import BUCKETS

_MODULUS = 1 << 64
EMPTY = "0" * 16


def bucket_of(product: str) -> int:
    """Return the bucket a product falls into, 0 to 255."""
    return hashlib.sha256(product.encode()).digest()[0]


def product_mark(product: str, term: int, version: int) -> int:
    """Return the mark of a product that is shown, at the (term, version) of its description."""
    return _mark("product", product, term, version)


def level_mark(product: str, term: int, version: int, quantity_milli: int) -> int:
    """Return the mark of a level of a product that is shown."""
    return _mark("level", product, term, version, quantity_milli)


def fingerprints(marks: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return the 256 fingerprints of rows given as (product, mark)."""
    sums = [0] * BUCKETS
    for product, mark in marks:
        bucket = bucket_of(product)
        sums[bucket] = (sums[bucket] + mark) % _MODULUS
    return tuple(f"{one:016x}" for one in sums)


def _mark(*fields: str | int) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, fields)).encode()).digest()[:8])
