"""What the demo promises, and how it says that a promise was not kept."""

from __future__ import annotations


class NotAsPromised(Exception):
    """Something did not happen as the demo promises; the sentence, in the person's language, says what."""


def expect(kept: bool, sentence: str) -> None:  # noqa: FBT001 (reads as a sentence)
    """Go on when a promise is kept.

    Raises:
        NotAsPromised: it is not.
    """
    if not kept:
        raise NotAsPromised(sentence)
