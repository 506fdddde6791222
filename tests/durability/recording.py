"""A SQLite file system that does its work on a real folder and writes down every change it makes there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import apsw

from tests.durability.disk import Change, Create, Delete, Resize, Sync, Write

NAME = "recording"
_SYNCS_ITS_FOLDER = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
_KEPT = _SYNCS_ITS_FOLDER | apsw.SQLITE_OPEN_MAIN_DB
Note = Callable[[Change], None]


@cache
def recording_files() -> RecordingFiles:
    """The watched file system of this process, registered with SQLite under NAME."""
    return RecordingFiles()


class RecordingFiles(apsw.VFS):
    """The system's own file system, watched; `note` hears of each change before it is made."""

    def __init__(self) -> None:
        self.note: Note | None = None
        super().__init__(NAME, "")

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> apsw.VFSFile:
        """Open a file; a temporary one is nobody's business."""
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if name is None or path is None or not flags[0] & _KEPT:
            return apsw.VFSFile("", name, flags)
        made = not Path(path).exists()
        opened = _RecordedFile(self, Path(path).name, name, flags, made=made)
        if made:
            self.tell(Create(Path(path).name))
        return opened

    def xDelete(self, path: str, sync_folder: bool) -> None:
        """Remove a file."""
        super().xDelete(path, sync_folder)
        self.tell(Delete(Path(path).name, folder=bool(sync_folder)))

    def tell(self, change: Change) -> None:
        """Pass a change on to whoever listens."""
        if self.note is not None:
            self.note(change)


class _RecordedFile(apsw.VFSFile):
    def __init__(
        self, files: RecordingFiles, short: str, name: apsw.URIFilename | str, flags: list[int], *, made: bool
    ) -> None:
        super().__init__("", name, flags)
        self._files = files
        self._short = short
        # SQLite's unix files sync the folder with the first sync of a new journal or WAL, and only then.
        self._folder_too = made and bool(flags[0] & _SYNCS_ITS_FOLDER)

    def xWrite(self, body: bytes, offset: int) -> None:
        self._files.tell(Write(self._short, offset, bytes(body)))
        super().xWrite(body, offset)

    def xTruncate(self, size: int) -> None:
        self._files.tell(Resize(self._short, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._files.tell(Sync(self._short, folder=self._folder_too))
        self._folder_too = False
