"""Whether an article is shown online, and why it is not where that is not for the shop to say."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.wording import Wording
from ui.articles.article_view import ArticleView
from ui.online.refusal_words import reason_in_words
from ui.widgets.labels import label
from ui.widgets.tick_box import TickBox


class OnlineBox(QWidget):
    """A tick, and a line below it."""

    def __init__(self, wording: Wording, view: ArticleView) -> None:
        super().__init__()
        self._wording, self._view = wording, view
        self._had_price = view.card.product.price is not None
        self.tick = TickBox(wording("Show online"))
        self.reason = label(role="soft", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tick)
        column.addWidget(self.reason)

    @property
    def is_wanted(self) -> bool:
        """Whether the tick is set."""
        return self.tick.isChecked()

    def want(self, shown: bool) -> None:  # noqa: FBT001 - what a tick says
        """Set the tick or take it away."""
        self.tick.setChecked(shown)

    def follow(self, *, has_price: bool) -> None:
        """An article that gets its first price belongs into the window, unless a person says no."""
        if not self._had_price and has_price is not self.tick.isEnabled():
            self.tick.setChecked(has_price or self._view.card.product.shown_online)
        self.tick.setEnabled(has_price)
        self._say(has_price=has_price)

    def _say(self, *, has_price: bool) -> None:
        wording, view = self._wording, self._view
        role, text = "soft", ""
        if not has_price:
            role, text = "amber", wording("Not shown online: it has no price yet.")
        elif view.refusal:
            role, text = (
                "danger",
                wording("Refused by the shop window. {why}").format(why=reason_in_words(view.refusal, wording)),
            )
        elif not view.joined:
            text = wording("This shop has no window online yet.")
        self.reason.setProperty("role", role)
        self.reason.style().polish(self.reason)
        self.reason.setText(text)
        self.reason.setVisible(bool(text))
