"""A disk that may forget what was not synced, as pure values: changes in, and at a power cut what is left.

What is synced stays. Of everything since, each 512-byte sector may be kept, lost or torn, in any combination and
so in any order; a file's new size may be lost or may come without its bytes; the making and removal of files stays
in order, but only a beginning of it may have reached the disk. Bytes beside the ones written stay as they are, as
SQLite assumes of today's disks (SQLITE_IOCAP_POWERSAFE_OVERWRITE).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

SECTOR = 512


class Create(NamedTuple):
    """A file was made."""

    name: str


class Write(NamedTuple):
    """Bytes were written, not yet synced."""

    name: str
    offset: int
    body: bytes


class Resize(NamedTuple):
    """A file was cut to a size."""

    name: str
    size: int


class Sync(NamedTuple):
    """A file was synced; `folder` when its folder was synced with it."""

    name: str
    folder: bool


class Delete(NamedTuple):
    """A file was removed; `folder` when its folder was synced at once."""

    name: str
    folder: bool


Change = Create | Write | Resize | Sync | Delete
Image = dict[str, bytes]


@dataclass(slots=True)
class _Content:
    """The bytes of one file: what is safe, and what was done since."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Write | Resize] = field(default_factory=list)


class Disk:
    """One folder of files on a disk that keeps what was synced."""

    def __init__(self, image: Image) -> None:
        self._safe_names = {name: _Content(bytearray(body)) for name, body in image.items()}
        self._names = dict(self._safe_names)
        self._renamings: list[tuple[str, _Content | None]] = []

    def apply(self, change: Change) -> None:
        """Take in one change, in the order the program made them."""
        match change:
            case Write(name) | Resize(name):
                self._names[name].pending.append(change)
            case Create(name):
                self._names[name] = _Content()
                self._renamings.append((name, self._names[name]))
            case Delete(name):
                del self._names[name]
                self._renamings.append((name, None))
            case Sync(name):
                _settle(self._names[name])
        if isinstance(change, Sync | Delete) and change.folder:
            self._safe_names = dict(self._names)
            self._renamings.clear()

    def cut(self, chance: random.Random) -> Image:
        """What is found after the power went away now; the disk itself stays as it is."""
        names = dict(self._safe_names)
        for name, content in self._renamings[: chance.randint(0, len(self._renamings))]:
            if content is None:
                names.pop(name, None)
            else:
                names[name] = content
        survives = chance.choice(_MOODS)
        return {name: _remains(content, chance, survives) for name, content in names.items()}

    @property
    def unsynced(self) -> bool:
        """Whether a cut now could lose anything at all."""
        return bool(self._renamings) or any(content.pending for content in self._names.values())


def _settle(content: _Content) -> None:
    for change in content.pending:
        if isinstance(change, Resize):
            _resize(content.safe, change.size, fill=bytes)
        else:
            _put(content.safe, change.offset, change.body, fill=bytes)
    content.pending.clear()


Survives = Callable[[random.Random, bytes, bytes], bytes]
Fill = Callable[[int], bytes]


def _all(_: random.Random, __: bytes, new: bytes) -> bytes:
    return new


def _none(_: random.Random, old: bytes, __: bytes) -> bytes:
    return old


def _each_by_itself(chance: random.Random, old: bytes, new: bytes) -> bytes:
    """A sector as it was, as it should be, or torn somewhere inside: its beginning or its end is new."""
    luck = chance.random()
    if luck < 0.45:
        return new
    if luck < 0.9:
        return old
    tear = chance.randrange(len(new) + 1)
    return new[:tear] + old[tear:] if luck < 0.95 else old[:tear] + new[tear:]


_MOODS: tuple[Survives, ...] = (_each_by_itself, _each_by_itself, _each_by_itself, _all, _none)


def _remains(content: _Content, chance: random.Random, survives: Survives) -> bytes:
    """A file after the cut: its safe bytes, with whatever survives of what was pending."""
    body = bytearray(content.safe)
    if not content.pending:
        return bytes(body)
    fill: Fill = chance.choice((bytes, chance.randbytes))
    for change in content.pending:
        if isinstance(change, Resize):
            if survives(chance, b"\0", b"\1") == b"\1":
                _resize(body, change.size, fill=fill)
            continue
        for offset, piece in _sectors(change):
            old = bytes(body[offset : offset + len(piece)])
            missing = len(piece) - len(old)
            left = survives(chance, old + fill(missing), piece)
            if missing and left[len(old) :] != piece[len(old) :] and chance.random() < 0.5:
                left = left[: len(old)]  # not even the size reached the disk
            _put(body, offset, left, fill=fill)
    if len(body) > len(content.safe) and chance.random() < 0.1:
        del body[len(content.safe) :]
    return bytes(body)


def _sectors(write: Write) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(write.body):
        stop = start + SECTOR - (write.offset + start) % SECTOR
        yield write.offset + start, write.body[start:stop]
        start = stop


def _put(body: bytearray, offset: int, piece: bytes, *, fill: Fill) -> None:
    if offset > len(body) and piece:
        body += fill(offset - len(body))
    body[offset : offset + len(piece)] = piece


def _resize(body: bytearray, size: int, *, fill: Fill) -> None:
    if size < len(body):
        del body[size:]
    else:
        body += fill(size - len(body))
