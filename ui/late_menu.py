"""What stands in the menu, in the order a shopkeeper thinks: selling, the day, managing, the machine, the look."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pos.domain.staff import Right
from ui.late_desks import LateDesks
from ui.late_parts import Parts
from ui.more_menu import EntryMenu, MoreMenu


def more_menu(
    late: LateDesks,
    parts: Parts,
    *,
    open_imports: Callable[[], object],
    open_online: Callable[[], object] | None,
) -> MoreMenu:
    """Make the menu.

    Args:
        late: opens what the entries name.
        parts: the till.
        open_imports: opens the lists that are brought in.
        open_online: opens the shop window; None for a till that never goes online.
    """
    wording = parts.wording
    menu = MoreMenu(parts.theme, wording)
    menu.add(wording("Find a sale…"), lambda: late.sales.open(), key=wording("Ctrl+F"))
    menu.add(wording("Reservations…"), lambda: late.orders.open(), key=wording("Ctrl+O"))
    menu.add(wording("Questions from shoppers…"), lambda: late.questions.open())
    menu.add(wording("Articles…"), late.list_articles)
    menu.add(wording("Import a list…"), open_imports)
    menu.addSeparator()
    _add_day(menu.add_part(wording("The day")), late, parts)
    _add_management(menu.add_part(wording("Management")), late, parts)
    _add_equipment(menu.add_part(wording("Equipment")), late, parts)
    menu.addSeparator()
    if open_online is not None:
        menu.add(wording("Shop window online"), open_online)
    menu.add_looks()
    menu.add(wording("Close the till"), parts.window.close)
    return menu


def _add_day(menu: EntryMenu, late: LateDesks, parts: Parts) -> None:
    wording = parts.wording
    menu.add(wording("Close the day…"), lambda: late.closing.open(), key=wording("Ctrl+J"))
    menu.add(wording("Figures since the last closing (X)…"), lambda: late.closing.open_figures())
    menu.add(wording("Past closings…"), lambda: late.closing.past.open())
    menu.addSeparator()
    menu.add(wording("Asked for, not here…"), late.ask_town, key=wording("Ctrl+M"))
    menu.add(wording("Asked for in vain…"), late.list_asked_for)
    menu.addSeparator()
    late.training.offer_in(menu)


def _add_management(menu: EntryMenu, late: LateDesks, parts: Parts) -> None:
    wording, require = parts.wording, parts.desk.gate.require
    menu.add(wording("The shop…"), partial(require, Right.SETTINGS, lambda: late.shop.open()))
    menu.add(wording("What the window says…"), partial(require, Right.SETTINGS, lambda: late.contents.open()))
    menu.add(wording("Staff…"), lambda: late.staff.open())
    if late.backups is not None:
        menu.add(wording("Backups…"), partial(require, Right.BACK_UP, late.backups.open))
    menu.add(wording("Inspection…"), partial(require, Right.INSPECT, late.inspect))


def _add_equipment(menu: EntryMenu, late: LateDesks, parts: Parts) -> None:
    wording, require = parts.wording, parts.desk.gate.require
    menu.add(wording("Printer…"), partial(require, Right.SETTINGS, lambda: late.printers.open()))
    menu.add(wording("Customer display…"), partial(require, Right.SETTINGS, lambda: late.customer.open()))
    if late.scanner is not None:
        menu.add(wording("Scanner and sounds…"), partial(require, Right.SETTINGS, late.scanner.open))
    if late.keyboard is not None:
        late.keyboard.offer_in(menu.add_part(wording("On-screen keyboard")))
