"""The shop window online, once the first screen stands: its worker, and the sheets that show how it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.domain.staff import Right
from ui.late_parts import Parts

if TYPE_CHECKING:
    from sync.state import WindowState
    from sync.witnessing import Contradiction
    from sync.worker import SyncWorker
    from ui.online.online_desk import OnlineDesk


class LateOnline(QObject):
    """Holds the worker and the desk; a till without keys has neither."""

    crashed = Signal(object)
    articles_wanted = Signal()
    """The list of all articles, from the window's coverage."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._worker: SyncWorker | None = None
        self.desk: OnlineDesk | None = None

    def start(self, *, report: Callable[[WindowState], None], contradicted: Callable[[Contradiction], None]) -> None:
        """Begin to bring the window up to date.

        Args:
            report: hears how the window is, on the worker's thread.
            contradicted: hears of an end of the chain this file never came to, on the worker's thread.
        """
        parts = self._parts
        if parts.keys is None:
            parts.window.sell.status.show_window(None)
            return
        from sync.worker import SyncWorker
        from ui.online.online_desk import OnlineDesk

        self._worker = SyncWorker(
            parts.shop_path,
            clock=parts.clock,
            new_id=parts.new_id,
            keys=parts.keys,
            report=report,
            contradicted=contradicted,
        )
        self.desk = OnlineDesk(
            parts.window,
            parts.reading,
            self._worker,
            shop_path=parts.shop_path,
            keys=parts.keys,
            theme=parts.theme,
            wording=parts.wording,
            clock=parts.clock,
        )
        self.desk.articles_wanted.connect(self.articles_wanted)
        self.desk.crashed.connect(self.crashed)
        self._worker.start()

    def take(self, state: WindowState) -> None:
        """The worker reported: show it where somebody looks."""
        if self.desk is not None:
            self.desk.take(state)

    def wake(self) -> None:
        """Something changed that the window should know."""
        if self._worker is not None:
            self._worker.wake()

    def open(self) -> None:
        """Show how the window is, to who may change it."""
        if self.desk is not None:
            self._parts.desk.gate.require(Right.SETTINGS, self.desk.open)

    def close(self) -> None:
        """Put the sheets away."""
        if self.desk is not None:
            self.desk.close()

    def stop(self) -> None:
        """Let what is under way come to its end."""
        if self._worker is not None:
            self._worker.stop()
