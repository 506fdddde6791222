"""What is loaded when the sell screen stands: the till, and nothing that a first sale can do without."""

from __future__ import annotations

import pytest

from tests.bench.opening import Start, start
from tests.bench.shops import build

LATER = {
    "requests", "urllib3", "sqlite_utils", "escpos", "keyring", "babel", "numpy", "cryptography", "python_calamine",
    "xlsxwriter", "django", "qtawesome", "asyncio", "email", "http", "ssl", "sqlite3", "sync.worker", "sync.push",
    "pos.receipts", "pos.devices", "pos.operations.printing", "pos.operations.importing", "pos.operations.checking",
    "pos.operations.ranking", "pos.database.search", "pos.database.close_words", "pos.database.ranks", "ui.most_sold",
    "fpdf", "serial", "qrcode", "ui.sales", "ui.customer_display", "pos.domain.customer_display",
    "ui.orders", "pos.operations.ordering", "pos.database.online_orders", "pos.domain.online_order",
    "ui.questions", "pos.operations.answering", "pos.database.questions", "pos.domain.question", "sync.questions",
    "pos.operations.editing", "ui.articles", "ui.keyboard", "PIL", "subprocess", "pos.domain.printer",
    "pos.database.printers", "ui.printers", "ui.printer_thread", "argon2", "secrets", "pos.operations.staffing",
    "pos.operations.pins", "ui.staff.staff_desk", "ui.staff.sign_in_sheet", "ui.staff.staff_words",
    "ui.demand", "pos.database.demands", "pos.operations.demanding", "pos.domain.demand",
    "ui.backups", "pos.operations.backing_up", "pos.operations.closing", "pos.fiscal.closing",
    "pos.operations.restoring", "pos.database.backup_notes", "pos.operations.witnessing", "sync.witnessing",
}  # fmt: skip


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The till as it stands right after its first paint."""
    folder = tmp_path_factory.mktemp("first-paint")
    build(folder / "shop.db", articles=50, categories=3).close()
    return start(folder, "till", str(folder / "shop.db"))


def test_what_a_first_sale_needs_is_there(painted: Start) -> None:
    assert {"ui.sell.ticket_panel", "pos.operations.selling", "pysqlite3"} <= set(painted.modules)


def test_nothing_is_loaded_before_the_first_paint_that_can_come_after_it(painted: Start) -> None:
    early = [name for name in painted.modules if any(name == one or name.startswith(f"{one}.") for one in LATER)]

    assert early == []
