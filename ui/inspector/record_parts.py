"""A record in full: whether it holds, every field in words, and below that what was signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pos.operations.inspecting import Held, Looked
from pos.wording import Wording, mark
from ui.inspector.payload_words import in_words
from ui.inspector.reading_view import Pair, Part, Raw, Sentence, Title
from ui.inspector.record_words import heading_of

HELD_WORDS: Final[dict[Held, tuple[str, str]]] = {
    Held.SPELLING: (
        mark("It is spelt in the one canonical way."),
        mark("It is not spelt in the canonical way."),
    ),
    Held.HASH: (mark("Its hash is that of its bytes."), mark("Its hash is not that of its bytes.")),
    Held.COLUMNS: (
        mark("The table says the same as its bytes."),
        mark("The table says something else than its bytes."),
    ),
    Held.KEY: (mark("Its key was in use then."), mark("Its key was not in use then.")),
    Held.SIGNATURE: (mark("Its signature is that key’s."), mark("Its signature is not that key’s.")),
    Held.BEFORE: (
        mark("It names the record before it."),
        mark("It does not name the record before it."),
    ),
    Held.AFTER: (mark("The record after it names it."), mark("The record after it does not name it.")),
}
"""What holds, and what does not."""


def parts_of(looked: Looked, wording: Wording) -> tuple[Part, ...]:
    """Everything there is to read of a record."""
    return (
        Title(heading_of(looked.record, wording)),
        *_verdict(looked, wording),
        *_fields(looked, wording),
        *_signed(looked, wording),
    )


def _verdict(looked: Looked, wording: Wording) -> Iterator[Part]:
    if looked.is_in_order:
        yield Sentence(wording("This record holds: its bytes, its signature, its place."), is_good=True)
    else:
        yield Sentence(wording("This record does not hold."), is_bad=True)
    yield from (Sentence(wording(HELD_WORDS[what][1]), is_bad=True) for what, holds in looked.checks if not holds)
    right = [wording(HELD_WORDS[what][0]) for what, holds in looked.checks if holds]
    yield Sentence(" ".join(right))
    if looked.is_purged:
        yield Sentence(
            wording(
                "Its content was purged after it was archived; its hash and signature stay, and the archive has it."
            )
        )


def _fields(looked: Looked, wording: Wording) -> Iterator[Part]:
    if looked.fields is None:
        return
    yield Title(wording("What it says"))
    for row in in_words(looked.fields, wording, looked.names):
        yield Pair(row.name, row.value, row.depth)


def _signed(looked: Looked, wording: Wording) -> Iterator[Part]:
    record = looked.record
    yield Title(wording("As it was signed"))
    if record.payload:
        yield Raw(record.payload.decode(errors="replace"))
    yield Pair(wording("Hash"), record.hash.hex())
    yield Pair(wording("Signature"), record.signature.hex())
    yield Pair(wording("Fingerprint of the key"), looked.key.key.fingerprint if looked.key else record.writer.key_id)
