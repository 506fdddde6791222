"""How a server process ends: with its parent, so that no orphan holds a port, and without unwinding its threads."""

import atexit
import logging
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait


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
