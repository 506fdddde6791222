"""One till: its file on its disk, the program that runs on it for now, and what is true of the file."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from pos.database import online_links
from pos.database.connection import Database, connect
from pos.domain.errors import DatabaseError
from pos.domain.identity import NewId
from pos.domain.online_log import LogEvent
from pos.operations.backing_up import back_up
from pos.operations.journalling import let_sign
from pos.operations.opening import open_shop
from pos.operations.restoring import restore
from sync import repairing
from sync.connector import Connector
from sync.connectors.catalogue import Catalogue
from sync.errors import Distrust, Suspended
from sync.pairing import pair
from sync.worker import SyncWorker
from tests.builders import MemoryKeys
from tests.simulation.disks import AnyDisk, Fuse
from tests.simulation.times import TillClock
from tests.simulation.truth import Truth
from tests.simulation.wire import Wire

ADDRESS = "https://localhost"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the file, and what was true when it was made."""

    path: Path
    truth: Truth


class Machine:
    """A till at work; `truth` is the world's, not its own."""

    def __init__(
        self,
        name: str,
        path: Path,
        *,
        disk: AnyDisk,
        keys: MemoryKeys,
        truth: Truth,
        clock: TillClock,
        wire: Wire,
        new_id: NewId,
        chance: random.Random,
    ) -> None:
        self.name = name
        self.path = path
        self.keys = keys
        self.truth = truth
        self.clock = clock
        self.wire = wire
        self.new_id = new_id
        self.backups: list[Backup] = []
        self.is_contradicted = False
        self._disk = disk
        self._chance = chance
        self._fuse = Fuse()
        self._disk.lay_out(path)
        self._noted = 0
        self._db: Database | None = None
        self._worker: SyncWorker | None = None

    @property
    def db(self) -> Database:
        """The file, opened when the program is not running."""
        if self._db is None:
            self._start()
        assert self._db is not None
        return self._db

    @property
    def has_lost_power(self) -> bool:
        """Whether the program died and nobody started it again."""
        return self._fuse.is_blown

    @property
    def is_watched(self) -> bool:
        """Whether its disk may lose what was not synced; then no other library may touch the open file."""
        return self._disk.loses_what_was_not_synced

    @property
    def is_in_a_transaction(self) -> bool:
        """Whether the file is held for writing."""
        return self._db is not None and bool(self._db.connection.in_transaction)

    @property
    def suspended(self) -> Suspended | None:
        """Why it waits for a person, as the file says."""
        link = online_links.get(self.db)
        return None if link is None or not link.suspended else Suspended(Distrust(link.suspended))

    @property
    def is_joined(self) -> bool:
        """Whether it was ever joined."""
        return online_links.get(self.db) is not None

    @property
    def term(self) -> int:
        """The term it publishes under, 0 where it was never joined."""
        link = online_links.get(self.db)
        return 0 if link is None else link.term

    def round(self) -> None:
        """One round of the sync thread; a file that cannot be used now is tried again later."""
        db, worker = self.db, self._worker
        assert worker is not None
        try:
            worker._round(db)
        except DatabaseError:
            worker._hang_up()

    def look(self) -> None:
        """A person looked: forget what it was suspended for, and any wait."""
        if self._worker is not None:
            self._worker._resumed = True

    def compare(self) -> None:
        """A person asks whether the window shows what the shop has."""
        self.db.value("SELECT 1")
        assert self._worker is not None
        self._worker.compare()

    @property
    def agrees(self) -> bool:
        """Whether the comparison a person asked for is done, and left nothing to be sent again."""
        compared = None if self._worker is None else self._worker._comparing.comparison
        return compared is not None and compared.marked == 0 and compared.brake is None

    def let_change(self) -> None:
        """A person says: send what is ours, however much differs."""
        repairing.let(self.db, online_links.CATALOGUE, now=self.clock())
        self.look()

    def differences_noted(self) -> int:
        """How often it wrote into its log, since it was last asked, that the window differs."""
        asked = "SELECT coalesce(sum(times), 0) FROM online_log WHERE event = ?"
        noted, before = int(self.db.value(asked, (LogEvent.DRIFT_FOUND,))), self._noted
        self._noted = noted
        return max(0, noted - before)

    def pair(self, code: str) -> None:
        """Join the town with a code; raises what the till would say."""
        pair(self.db, address=ADDRESS, code=code, keys=self.keys, now=self.clock(), open_connector=self._open_connector)

    def set_fuse(self, writes: int) -> None:
        """The power will go after so many writes."""
        self._fuse.set(writes)

    def lose_power(self) -> None:
        """The power goes now."""
        self._fuse.blow()

    def die(self) -> None:
        """The program is gone without a goodbye; of the disk is left what is left."""
        self._disk.let_go()
        self._hang_up()
        self._disk.cut(self.path, self._chance)

    def stop(self) -> None:
        """The program is closed in good order."""
        self._hang_up()

    def fill_disk(self) -> None:
        """No file grows any more."""
        pages = self.db.value("PRAGMA page_count")
        self.db.rows(f"PRAGMA max_page_count={pages}")

    def make_room(self) -> None:
        """Files grow again."""
        self.db.rows("PRAGMA max_page_count=1000000")

    def back_up(self, folder: Path) -> None:
        """Make a copy that can be put back."""
        if self.is_watched:
            self.stop()
        made = back_up(self.path, folder, now=self.clock())
        if self.is_watched:
            self._disk.lay_out(self.path)
        self.backups.append(Backup(made.path, self.truth.copy()))

    def restore(self, backup: Backup) -> None:
        """Put a copy back: what was done since is lost by definition."""
        self.stop()
        done = restore(backup.path, self.path, now=self.clock(), new_id=self.new_id, keys=self.keys)
        self._disk.lay_out(self.path)
        self.truth = backup.truth.copy()
        self.truth.epoch = done.epoch

    def copied_to(self, path: Path) -> Path:
        """A copy of the whole disk."""
        self.stop()
        return Path(shutil.copy(self.path, path))

    def second_connection(self) -> Database:
        """What another thread of the program works with."""
        db = connect(self.path)
        let_sign(db, keys=self.keys, now=self.clock(), new_id=self.new_id)
        return db

    def _start(self) -> None:
        self._fuse = Fuse()
        self._db = open_shop(
            self.path,
            now=self.clock(),
            new_id=self.new_id,
            keys=self.keys,
            open_connection=self._disk.opener(self._fuse),
        )
        self._worker = SyncWorker(
            self.path,
            clock=self.clock,
            new_id=self.new_id,
            keys=self.keys,
            report=lambda _: None,
            contradicted=lambda _: self._hear_contradiction(),
            chance=self._chance,
            open_connector=self._open_connector,
        )

    def _hear_contradiction(self) -> None:
        self.is_contradicted = True

    def _hang_up(self) -> None:
        if self._worker is not None:
            self._worker._hang_up()
        if self._db is not None:
            self._db.close()
        self._db = self._worker = None

    def _open_connector(self, kind: str, address: str, key: str) -> Connector:
        return Catalogue(address, key=key, carrier=self.wire)
