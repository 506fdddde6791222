"""Makes each late desk from the parts of the till; nothing of a desk is imported before it is wished for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos.exchange.tax_rates import french_rates
from ui.late_parts import Parts

if TYPE_CHECKING:
    from ui.articles.article_desk import ArticleDesk
    from ui.backups.backups_desk import BackupsDesk
    from ui.closing.closing_desk import ClosingDesk
    from ui.customer_display.customer_desk import CustomerDesk
    from ui.demand.demand_desk import DemandDesk
    from ui.inspector.inspector_desk import InspectorDesk
    from ui.orders.orders_desk import OrdersDesk
    from ui.printers.printers_desk import PrintersDesk
    from ui.questions.questions_desk import QuestionsDesk
    from ui.sales.sales_desk import SalesDesk
    from ui.sell.notes_desk import NotesDesk
    from ui.shop.shop_desk import ShopDesk
    from ui.staff.staff_desk import StaffDesk
    from ui.training.training_desk import TrainingDesk
    from ui.window.window_desk import WindowDesk


def sales_desk(parts: Parts) -> SalesDesk:
    """Where a sale is found again."""
    from ui.sales.sales_desk import SalesDesk

    return SalesDesk(
        parts.window,
        parts.background,
        parts.reading,
        parts.printing,
        theme=parts.theme,
        wording=parts.wording,
        clock=parts.clock,
        new_id=parts.new_id,
        require=parts.desk.gate.require,
    )


def customer_desk(parts: Parts, shop_name: str) -> CustomerDesk:
    """What the customer sees."""
    from ui.customer_display.customer_desk import CustomerDesk

    return CustomerDesk(
        parts.window,
        parts.background,
        parts.reading,
        parts.desk,
        shop_name=shop_name,
        theme=parts.theme,
        wording=parts.wording,
    )


def article_desk(parts: Parts) -> ArticleDesk:
    """Where article cards are opened."""
    from ui.articles.article_desk import ArticleDesk

    return ArticleDesk(
        parts.window,
        parts.background,
        parts.reading,
        parts.desk.counter,
        theme=parts.theme,
        wording=parts.wording,
        clock=parts.clock,
        new_id=parts.new_id,
        rates=french_rates(),
    )


def printers_desk(parts: Parts) -> PrintersDesk:
    """Where the printer is set up."""
    from ui.printers.printers_desk import PrintersDesk

    return PrintersDesk(
        parts.window,
        parts.background,
        parts.printing,
        shop_path=parts.shop_path,
        theme=parts.theme,
        wording=parts.wording,
        require=parts.desk.gate.require,
    )


def training_desk(parts: Parts) -> TrainingDesk:
    """Where training begins and ends."""
    from ui.training.training_desk import TrainingDesk

    return TrainingDesk(
        parts.window, parts.desk, theme=parts.theme, wording=parts.wording, clock=parts.clock, new_id=parts.new_id
    )


def inspector_desk(parts: Parts) -> InspectorDesk:
    """Where everything that was recorded is looked at."""
    from ui.inspector.inspector_desk import InspectorDesk

    return InspectorDesk(
        parts.shop_path,
        parts.background,
        theme=parts.theme,
        wording=parts.wording,
        clock=parts.clock,
        anchors=parts.heads,
    )


def staff_desk(parts: Parts) -> StaffDesk:
    """Who is at the till, and who works here."""
    from pos.keystore import FileKeyStore, key_file
    from ui.staff.staff_desk import StaffDesk

    return StaffDesk(
        parts.window,
        parts.background,
        parts.reading,
        parts.desk.gate,
        keys=parts.keys or FileKeyStore(key_file(parts.shop_path)),
        theme=parts.theme,
        wording=parts.wording,
        clock=parts.clock,
        new_id=parts.new_id,
    )


def closing_desk(parts: Parts) -> ClosingDesk:
    """Where the day is closed."""
    from ui.closing.closing_desk import ClosingDesk, ClosingParts

    return ClosingDesk(
        ClosingParts(
            window=parts.window,
            background=parts.background,
            reading=parts.reading,
            desk=parts.desk,
            printing=parts.printing,
            play=parts.sounds.play,
            theme=parts.theme,
            wording=parts.wording,
            clock=parts.clock,
            new_id=parts.new_id,
        )
    )


def shop_desk(parts: Parts) -> ShopDesk:
    """Where the shop says who it is."""
    from ui.shop.shop_desk import ShopDesk

    return ShopDesk(
        parts.window, parts.background, parts.reading, theme=parts.theme, wording=parts.wording, clock=parts.clock
    )


def backups_desk(parts: Parts) -> BackupsDesk:
    """What copies the shop's file."""
    from ui.backups.backups_desk import BackupsDesk

    return BackupsDesk(
        parts.window,
        parts.background,
        parts.reading,
        shop_path=parts.shop_path,
        keys=parts.keys,
        theme=parts.theme,
        wording=parts.wording,
        clock=parts.clock,
        new_id=parts.new_id,
    )


def orders_desk(parts: Parts) -> OrdersDesk:
    """Where reservations are prepared."""
    from ui.orders.orders_desk import OrdersDesk

    return OrdersDesk(parts)


def window_desk(parts: Parts) -> WindowDesk:
    """What the shop's window says beside its stock."""
    from ui.window.window_desk import WindowDesk

    return WindowDesk(parts)


def notes_desk(parts: Parts) -> NotesDesk:
    """What makes notes for services."""
    from ui.sell.notes_desk import NotesDesk

    return NotesDesk(
        parts.window,
        parts.background,
        parts.printing,
        rates=french_rates(),
        clock=parts.clock,
        wording=parts.wording,
        refuse=parts.desk.counter.refused.emit,
    )


def demand_desk(parts: Parts) -> DemandDesk:
    """Where what was asked for in vain is noted, and the town asked."""
    from ui.demand.demand_desk import DemandDesk, DemandParts

    return DemandDesk(
        DemandParts(
            window=parts.window,
            background=parts.background,
            reading=parts.reading,
            desk=parts.desk,
            printing=parts.printing,
            shop_path=parts.shop_path,
            keys=parts.keys,
            theme=parts.theme,
            wording=parts.wording,
            clock=parts.clock,
            new_id=parts.new_id,
        )
    )


def questions_desk(parts: Parts) -> QuestionsDesk:
    """Where shoppers' questions are answered."""
    from ui.questions.questions_desk import QuestionsDesk

    return QuestionsDesk(parts)
