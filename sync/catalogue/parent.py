"""A server process whose parent has gone stops by itself: no orphan holds a port."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait


def stop_with_parent() -> None:
    """End this process in good order once the one that started it has gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for_end, args=(parent.sentinel,), daemon=True).start()


def _wait_for_end(sentinel: int) -> None:
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
