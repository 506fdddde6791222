"""Serving: the pages by granian's WSGI, the live events by a second process, both until asked to stop."""

import http.client
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sync.catalogue import folder
from sync.catalogue.live.running import run_live
from sync.catalogue.starting import CannotStart, get_ready
from sync.catalogue.watching import counters, logs

READY_PATH = "/ready"
_READY_WITHIN_S = 30
_WATCH_EVERY_S = 0.5
_STOP_WITHIN_S = 5
_THREADS = 4

WhenReady = Callable[[str, str], None]


def serve(data: Path, *, host: str, port: int, live_port: int, town: str, when_ready: WhenReady) -> int:
    """Serve the catalogue of a folder until SIGTERM or SIGINT, and return the exit code.

    Args:
        data: the folder of the database, made where it is missing.
        host: the address to listen at.
        port: the port of the pages; 0 takes a free one.
        live_port: the port of the live events; 0 takes a free one.
        town: the town's name; empty keeps the one it has.
        when_ready: told the two addresses once both really answer.

    Raises:
        CannotStart: a port is taken, or see `get_ready`.
    """
    port, live_port = _chosen_ports(host, port, live_port)
    os.environ["CATALOGUE_LIVE_PORT"] = str(live_port)
    _answer_to(host)
    get_ready(data, town=town)
    _let_go_of_database()
    counters.clear(data)
    pages = Granian(
        "sync.catalogue.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=_workers(),
        blocking_threads=_THREADS,
        backpressure=512,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_WITHIN_S,
        log_level=LogLevels.error,
        log_dictconfig=logs.configuration(os.environ.get("CATALOGUE_LOG", "")),
    )
    live = _Live(host, live_port)
    urls = (f"http://{_bracketed(host)}:{port}", f"http://{_bracketed(host)}:{live_port}")
    watch = threading.Thread(target=_announce_and_watch, args=(host, port, live, urls, when_ready), daemon=True)
    pages.on_startup(live.start)
    pages.on_startup(watch.start)
    pages.on_shutdown(live.stop)
    with folder.served(data):
        pages.serve()
    return 0


class _Live:
    """The process of the live events, started again where it dies before it was told to stop."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._stopping = False
        self._process: BaseProcess | None = None
        self._turn = threading.Lock()

    def start(self) -> None:
        with self._turn:
            if self._stopping:
                return
            context = multiprocessing.get_context("spawn")
            self._process = context.Process(target=run_live, args=(self.host, self.port), daemon=True)
            self._process.start()

    def keep_alive(self) -> None:
        if self._process is not None and not self._process.is_alive():
            self.start()

    def stop(self) -> None:
        with self._turn:
            self._stopping = True
            if self._process is None:
                return
            self._process.terminate()
            self._process.join(_STOP_WITHIN_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()


def _announce_and_watch(host: str, port: int, live: _Live, urls: tuple[str, str], when_ready: WhenReady) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while not (_answers(live.host, live.port) and _answers(host, port)):
        if time.monotonic() > deadline:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        time.sleep(0.02)
    when_ready(*urls)
    while True:
        time.sleep(_WATCH_EVERY_S)
        live.keep_alive()


def _answers(host: str, port: int) -> bool:
    call = http.client.HTTPConnection(_reachable(host), port, timeout=2)
    try:
        call.request("GET", READY_PATH)
        return call.getresponse().status == http.HTTPStatus.NO_CONTENT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        call.close()


def _chosen_ports(host: str, port: int, live_port: int) -> tuple[int, int]:
    """Check that both ports are free, taking free ones for 0.

    Raises:
        CannotStart: one is taken, or the address is not this machine's.
    """
    with _bound(host, port) as pages, _bound(host, live_port) as live:
        return pages.getsockname()[1], live.getsockname()[1]


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    holder = socket.socket(family)
    if os.name == "posix":
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        holder.bind((host, port))
        holder.listen(1)
    except OverflowError as error:
        holder.close()
        raise CannotStart(f"There is no port {port}: ports go from 1 to 65535.") from error
    except OSError as error:
        holder.close()
        reason = error.strerror or str(error)
        raise CannotStart(f"Port {port} of {host} cannot be used: {reason}. Choose another with --port.") from error
    return holder


def _workers() -> int:
    """One process writes to an SQLite file; PostgreSQL takes as many as the town asks for."""
    return int(os.environ.get("CATALOGUE_WORKERS", "2")) if os.environ.get("DATABASE_URL") else 1


def _answer_to(host: str) -> None:
    """Answer to the name that was listened at, and to this machine's own where it listens everywhere."""
    names = [os.environ.get("CATALOGUE_HOSTS", ""), "" if _is_everywhere(host) else _bracketed(host)]
    if _is_everywhere(host):
        names += [socket.gethostname(), *_own_addresses()]
    os.environ["CATALOGUE_HOSTS"] = ",".join(name for name in names if name)


def _own_addresses() -> list[str]:
    with suppress(OSError):
        return [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return []


def _is_everywhere(host: str) -> bool:
    return host in {"0.0.0.0", "::", ""}  # noqa: S104


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _let_go_of_database() -> None:
    """Close what migrating opened: no connection may be shared with the processes that follow."""
    from django.db import connections

    connections.close_all()
