"""The heads file: after every commit, where the chain of a till ended, kept apart from the shop's file.

It is the anchor that shows when the end of the shop's file was cut off or an old copy was put back, so it lies in a
folder of the system's own, never beside the shop's: who copies the shop's folder back must not bring it along.

A head is written after its commit and never forced to the disk. An anchor older than the file is therefore possible,
after a power cut, and harmless: the file then goes on from what is anchored. One newer than the file is impossible:
what it names was on the disk before it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from zlib import crc32

from pos.database.journal.author import Head
from pos.fiscal.record import CLOSINGS

KEPT: Final = 1_000
"""Heads that stay when a file is made smaller, beside those of closings and the furthest."""
ENDING: Final = ".heads"
_FIELDS: Final = 7
_TO_APPEND: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


class Heads:
    """The heads files of a folder, one for each till; written by the thread that owns the shop's file.

    Nothing here ever hinders a sale: a folder that cannot be written is told once, and tried again at the next head.
    """

    def __init__(self, folder: Path, *, failed: Callable[[OSError], None] | None = None) -> None:
        """Nothing is opened yet.

        Args:
            folder: where they lie; made when missing, for this user alone.
            failed: hears once that the folder cannot be written.
        """
        self.folder = folder
        self._failed = failed
        self._till_id = ""
        self._descriptor = -1

    def note(self, head: Head) -> None:
        """Write a head down: the line of one system call, which no other line can come between."""
        try:
            if self._till_id != head.till_id:
                self._open(head.till_id)
            os.write(self._descriptor, _line(head))
        except OSError as problem:
            self.close()
            failed, self._failed = self._failed, None
            if failed is not None:
                failed(problem)

    def known(self, till_id: str) -> tuple[Head, ...]:
        """Every head of a till that can be read, in the order they were written."""
        try:
            text = self.path(till_id).read_bytes()
        except OSError:
            return ()
        return tuple(head for head in map(_head, text.split(b"\n")) if head is not None and head.till_id == till_id)

    def furthest(self, till_id: str) -> Head | None:
        """The furthest a till has come, or None where nothing is known of it."""
        return furthest(self.known(till_id))

    def compact(self, till_id: str) -> None:
        """Let go of what is of no more use: the heads of closings, the furthest and the latest stay.

        A folder that cannot be written keeps everything.
        """
        heads = self.known(till_id)
        last = furthest(heads)
        kept = [head for head in heads[:-KEPT] if head.kind in CLOSINGS or head == last]
        self.close()
        with contextlib.suppress(OSError):
            self._replace(till_id, (*kept, *heads[-KEPT:]))

    def checked(self, till_id: str) -> int:
        """How far the long check of a till has come; 0 where it begins anew."""
        try:
            return int(self._checked_path(till_id).read_text())
        except (OSError, ValueError):
            return 0

    def note_checked(self, till_id: str, seq: int) -> None:
        """Keep how far the long check has come; where that cannot be kept it begins anew the next time."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._checked_path(till_id).write_text(str(seq))

    def path(self, till_id: str) -> Path:
        """The file of a till."""
        return self.folder / ("".join(sign for sign in till_id if sign.isalnum() or sign == "-") + ENDING)

    def _checked_path(self, till_id: str) -> Path:
        return self.path(till_id).with_suffix(".checked")

    def close(self) -> None:
        """Let the file go; the next head opens it again."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._till_id, self._descriptor = "", -1

    def _open(self, till_id: str) -> None:
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._descriptor = os.open(self.path(till_id), _TO_APPEND, 0o600)
        self._till_id = till_id

    def _replace(self, till_id: str, heads: Iterable[Head]) -> None:
        """Replace a file in one step; this one is forced to the disk, since the old one goes."""
        path = self.path(till_id)
        fresh = path.with_name(path.name + ".new")
        with os.fdopen(os.open(fresh, _TO_APPEND | os.O_TRUNC, 0o600), "wb") as file:
            file.write(b"".join(map(_line, heads)))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def furthest(heads: Iterable[Head]) -> Head | None:
    """The furthest of heads: a later epoch goes before a later number; of equals the one written first."""
    return max(heads, key=lambda head: (head.epoch, head.seq), default=None)


def _line(head: Head) -> bytes:
    """A head as a line; it brings its own beginning, so that one torn by a power cut never spoils the next."""
    fields = f"{head.seq} {head.hash.hex()} {head.epoch} {head.at_ms} {head.kind} {head.till_id}"
    return f"\n{fields} {crc32(fields.encode()):08x}".encode()


def _head(line: bytes) -> Head | None:
    """The head of a line, or None for one that is torn or is none."""
    fields, _, sum_of_fields = line.rpartition(b" ")
    if line.count(b" ") != _FIELDS - 1 or sum_of_fields != b"%08x" % crc32(fields):
        return None
    try:
        seq, digest, epoch, at_ms, kind, till_id = fields.decode("ascii").split(" ")
        return Head(int(seq), bytes.fromhex(digest), int(epoch), int(at_ms), kind, till_id)
    except ValueError:
        return None
