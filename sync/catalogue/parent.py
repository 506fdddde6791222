"""How a server process stands to others: behind those that more wait for, and ending with the one that started it."""

import atexit
import logging
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait
from typing import Final

_BACK: Final = 5
"""Steps of the scheduler's courtesy: of a processor that is wanted by both, a third of what a usual process gets."""


def stand_back() -> None:
    """Let others on this machine go first: the database and the live figures, which more people wait for than a page.

    Where the processors have time for everybody, nothing changes.
    """
    if sys.platform != "win32":
        os.nice(_BACK)


def stop_with_parent() -> None:
    """End this process in good order once the one that started it has gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for_end, args=(parent.sentinel,), daemon=True).start()


def end_without_unwinding() -> None:
    """Let this process end at once when it has stopped serving.

    CPython up to 3.13 ends a thread that asks for the interpreter during its last moments by unwinding it; the server's
    threads are not Python's, and abort on that. Nothing is lost: what was answered is in the database.
    """
    atexit.register(_end)


def _end() -> None:
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _wait_for_end(sentinel: int) -> None:
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
