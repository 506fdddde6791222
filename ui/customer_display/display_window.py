"""The customer's window: the lines, the total in big, the change in bigger. It never takes the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos.domain.customer_display import Buying, CustomerView, Greeting, Paid
from pos.wording import Wording
from ui.customer_display.picture import Picture
from ui.theme import Theme

USUAL = (1024, 600)
SMALLEST = (480, 320)


class DisplayWindow(QWidget):
    """Paints what the customer sees; closing it is harmless."""

    dismissed = Signal()
    """A person closed it."""
    took_keyboard = Signal()
    """A system made it the active window all the same."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._view: CustomerView = Greeting("")
        self._shop_name = ""
        self.setWindowTitle(wording("Customer display"))
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)  # the till lives as long as its own window
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        theme.changed.connect(self.update)

    @property
    def view(self) -> CustomerView:
        """What is shown."""
        return self._view

    def name_shop(self, name: str) -> None:
        """The shop's name, for when nobody is served."""
        self._shop_name = name
        self.update()

    def show_view(self, view: CustomerView) -> None:
        """Show something else."""
        self._view = view
        self.setAccessibleName(_in_words(view, self._wording))
        self.update()

    def open_beside(self, till: QWidget) -> None:
        """Cover a screen of its own where there is one, else be a window beside the till's."""
        other = next((screen for screen in QGuiApplication.screens() if screen is not till.screen()), None)
        if other is None:
            self.showNormal()
        else:
            self.setScreen(other)
            self.setGeometry(other.geometry())
            self.showFullScreen()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that a person does not want it."""
        super().closeEvent(event)
        self.dismissed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Notice when the keyboard came here, where nobody types."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.took_keyboard.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The whole picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = Picture(painter, self.contentsRect(), self._theme, self._wording)
        match self._view:
            case Greeting():
                picture.greeting(self._view, self._shop_name)
            case Buying():
                picture.buying(self._view)
            case Paid():
                picture.paid(self._view)
        painter.end()


def _in_words(view: CustomerView, wording: Wording) -> str:
    match view:
        case Greeting(message):
            return message
        case Buying():
            return f"{wording('Total')} {wording.money(view.total)}"
        case Paid():
            return f"{wording('Paid')} {wording.money(view.total)}, {wording('Change')} {wording.money(view.change)}"
