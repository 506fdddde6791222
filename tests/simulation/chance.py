"""What chance decides in an episode, all from its seed, so that a seed gives the same bytes.

The program's own draws (secrets, names, waits) come from sources of their own: what it draws more or less of one day
changes nothing of what happens to it, and a seed that found something goes on finding it.
"""

from __future__ import annotations

import base64
import random
import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from tests.simulation.times import replaced

Any_ = TypeVar("Any_")


@contextmanager
def secrets_from(chance: random.Random) -> Iterator[None]:
    """Let the modules `secrets` and `uuid` draw from this source while an episode runs."""

    def token_urlsafe(count: int) -> str:
        return base64.urlsafe_b64encode(chance.randbytes(count)).rstrip(b"=").decode()

    drawing = {
        "randbelow": chance.randrange,
        "randbits": chance.getrandbits,
        "choice": chance.choice,
        "token_bytes": chance.randbytes,
        "token_urlsafe": token_urlsafe,
        "token_hex": lambda count: chance.randbytes(count).hex(),
    }
    with ExitStack() as stack:
        for name, drawn in drawing.items():
            stack.enter_context(replaced(secrets, name, drawn))
        stack.enter_context(replaced(uuid, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4)))
        yield


def one_of(chance: random.Random, weighted: Sequence[tuple[int, Any_]]) -> Any_:
    """One of several by weight."""
    drawn = chance.randrange(sum(weight for weight, _ in weighted))
    for weight, one in weighted:
        drawn -= weight
        if drawn < 0:
            return one
    raise AssertionError
