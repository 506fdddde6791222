"""The news of reservations: a sound for each that comes, the line on the sell screen, and the word at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.orders.order_banner import OrderBanner
from ui.sounds import Sound

if TYPE_CHECKING:
    from pos.wording import Wording
    from ui.main_window import MainWindow
    from ui.orders.order_view import OrderView
    from ui.sounds import Sounds
    from ui.theme import Theme


class News(QObject):
    """Rings once for a reservation, however often it is told of."""

    wanted = Signal()

    def __init__(self, window: MainWindow, sounds: Sounds, *, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._page, self._sounds = window.sell, sounds
        self._rung: set[tuple[str, str]] = set()
        self.banner = OrderBanner(theme, wording)
        self.banner.wanted.connect(self.wanted)
        window.sell.show_at_foot(self.banner)
        window.toast.stand_above(self.banner)

    def show(self, view: OrderView) -> None:
        """Let what is new be heard, and say what waits."""
        unseen = {(order.target, order.id) for order in view.unseen}
        if unseen - self._rung:
            self._sounds.play(Sound.ORDER)
        self._rung |= unseen
        self.banner.show_news(view)
        self._page.status.show_orders(view.to_do, len(view.open))
