"""Who writes the records of a connection: a key that signs, a person, and a program that knows its own version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos.domain.errors import SigningKeyMissing

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.fiscal.keys import SigningKey


@dataclass(frozen=True, slots=True)
class Operator:
    """The person who works at the till."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Software:
    """The fiscal perimeter that runs: its version, the hash of its manifest, and whether its files are those of it.

    changed names the files that are not; empty when all are. program is the version of the whole program.
    """

    version: str
    build: str
    changed: tuple[str, ...] = ()
    program: str = ""

    @property
    def is_attested(self) -> bool:
        """Whether every file is the one its publisher attests."""
        return not self.changed


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the number and the hash of the last record, and the epoch it was written in.

    at_ms is its moment, kind what it is about, till_id whose chain it is.
    """

    seq: int
    hash: bytes
    epoch: int = 1
    at_ms: int = 0
    kind: str = ""
    till_id: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Everything a record says of its writer; another operator is another author (`dataclasses.replace`).

    responsible_id is the person who answers for what is done now beside the operator, '' for nobody. told_heads hears
    of every new head once it is on the disk.
    """

    key: SigningKey
    operator: Operator
    software: Software
    responsible_id: str = ""
    told_heads: Callable[[Head], None] | None = None


def author_of(db: Database) -> Author:
    """The author of a connection, called at the first need: loading a key has no place before the first screen.

    Raises:
        SigningKeyMissing: the connection has none: it was opened to read, or the key store lacks the till's key.
    """
    if db.author is None:
        if db.call_author is None:
            raise SigningKeyMissing(db.path)
        db.author = db.call_author(db)
    return db.author
