"""The town's catalogue in this process: the real Django on a real SQLite file, asked as any server asks it."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.simulation.times import WorldTime, replaced
from tests.simulation.wire import Answer, Call

MEMORY = Path("/dev/shm")
SHOP = "Épicerie du Port"
_FILE = "town.sqlite3"


class InWindow(NamedTuple):
    """A product as the window holds it."""

    term: int
    version: int
    shown: bool
    name: str
    price: int | None
    level_term: int
    level_version: int
    level: int | None
    checked_ms: int


def memory_folder() -> Path | None:
    """A folder in memory, where there is one: no disk is waited for."""
    return MEMORY if MEMORY.is_dir() else None


class Town:
    """The catalogue of one episode; its file may be copied, put back or thrown away under it."""

    def __init__(self, folder: Path, time: WorldTime) -> None:
        self._folder = folder
        self._time = time
        self._answer = _application()
        self.shop = ""

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let the catalogue answer from this episode's file, by the world's clock."""
        from django.db import connection

        from sync.catalogue import clock, tidying

        held = connection.settings_dict["NAME"]
        with ExitStack() as stack:
            stack.enter_context(replaced(clock, "now_ms", lambda: self._time.now_ms))
            stack.enter_context(replaced(tidying, "_next_ms", 0))
            connection.close()
            connection.settings_dict["NAME"] = str(self._folder / _FILE)
            self.begin()
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = held

    def begin(self) -> None:
        """An empty catalogue, whatever was there before, in which the shop is invited."""
        from sync.catalogue.starting import Invitation, described_shop

        self._put(_prepared())
        self.shop = described_shop(Invitation(name=SHOP, figures="counts"), self._time.now_ms).id

    def copy(self, name: str) -> Path:
        """A backup of the catalogue."""
        from django.db import connection

        connection.close()
        return Path(shutil.copy(self._folder / _FILE, self._folder / name))

    def put_back(self, backup: Path) -> None:
        """The catalogue is restored from a backup."""
        from sync.catalogue.models import Shop

        self._put(backup)
        self.shop = Shop.objects.get(name=SHOP).id

    def code(self) -> str:
        """A pairing code that a person reads out."""
        from django.conf import settings

        from sync.catalogue import pairing
        from sync.catalogue.models import Shop

        shop = Shop.objects.get(pk=self.shop)
        return pairing.new_code(shop, secret=settings.SECRET_KEY, now_ms=self._time.now_ms)

    def hear(self, call: Call) -> Answer:
        """Answer a call, as the WSGI application that any server runs."""
        told: list[Any] = []
        answer = self._answer(_environ(call), lambda status, headers, *_: told.extend((status, headers)))
        body = b"".join(answer)
        answer.close()
        return Answer(int(told[0][:3]), dict(told[1]), body)

    def window(self) -> dict[str, InWindow]:
        """All that the window holds of the shop, by the till's name of each product."""
        rows = asked(
            "SELECT p.ref, p.term, p.version, p.shown, p.name, p.price_minor, coalesce(l.term, 0),"
            " coalesce(l.version, 0), l.quantity_milli, coalesce(l.checked_ms, 0) FROM catalogue_product p"
            " LEFT JOIN catalogue_level l ON l.product_id = p.id WHERE p.shop_id = %s",
            self.shop,
        )
        return {ref: InWindow(term, version, bool(shown), *rest) for ref, term, version, shown, *rest in rows}

    def complete_ms(self) -> int | None:
        """Until when a till vouched for the window."""
        return asked("SELECT complete_ms FROM catalogue_shop WHERE id = %s", self.shop)[0][0]  # type: ignore[no-any-return]

    def term(self) -> int:
        """The newest term that was granted."""
        return int(asked("SELECT term FROM catalogue_shop WHERE id = %s", self.shop)[0][0])

    def _put(self, file: Path) -> None:
        from django.db import connection

        connection.close()
        shutil.copy(file, self._folder / _FILE)


def asked(question: str, *values: object) -> list[Any]:
    """Look into the catalogue's database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _environ(call: Call) -> dict[str, Any]:
    where = urlsplit(call.url)
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in call.headers.items()}
    return headers | {
        "REQUEST_METHOD": call.method,
        "PATH_INFO": where.path,
        "QUERY_STRING": where.query,
        "CONTENT_TYPE": call.headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(call.body)),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(call.body),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def set_up() -> None:
    """Let Django read its settings, where no other test of this process did."""
    if "CATALOGUE_DATA" not in os.environ:
        os.environ["CATALOGUE_DATA"] = _kept_folder()
        os.environ["DJANGO_SETTINGS_MODULE"] = "sync.catalogue.settings"
    import django

    django.setup()


@cache
def _kept_folder() -> str:
    import atexit

    folder = tempfile.mkdtemp(prefix="town-", dir=memory_folder())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _application() -> Callable[[Mapping[str, Any], Any], Any]:
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()  # type: ignore[no-any-return]


@cache
def _prepared() -> Path:
    """A catalogue's file with every migration applied, made once in a process and copied for each episode."""
    from django.core.management import call_command
    from django.db import connection

    from sync.catalogue import models

    file = Path(_kept_folder()) / "prepared.sqlite3"
    held = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    call_command("migrate", verbosity=0, interactive=False)
    models.Town.objects.get_or_create(pk=1, defaults={"name": "Les vitrines"})
    connection.close()
    connection.settings_dict["NAME"] = held
    return file
