"""Every window, sheet and page of the till, each with a way to bring it on the screen of a real till.

A new one is one line in EVERY_WINDOW: its name, what opens it, and the classes it shows. A test looks whether a window
was forgotten, and the walk (`tests/ui/walk`) goes over all of them in every look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from pos.database.print_jobs import JobState, PrintJob
from pos.domain.errors import PersonLocked, PrinterOffline
from pos.domain.hold import HoldReason
from pos.domain.staff import USUAL_RIGHTS, Person, Role
from tests import (
    screens,
    screens_articles,
    screens_closing,
    screens_counter,
    screens_demand,
    screens_imports,
    screens_menu,
    screens_online,
    screens_orders,
    screens_papers,
    screens_questions,
    screens_records,
    screens_window,
)
from tests.screens import Sitting
from tests.ui.online import poses
from ui.articles.article_list import ArticleList
from ui.articles.article_sheet import ArticleSheet
from ui.backups.backups_sheet import BackupsSheet
from ui.closing.closing_sheet import ClosingSheet
from ui.closing.count_page import CountPage
from ui.closing.count_sheet import CountSheet
from ui.closing.difference_page import DifferencePage
from ui.closing.figures_page import FiguresPage
from ui.closing.figures_sheet import FiguresSheet
from ui.closing.habits_sheet import HabitsSheet
from ui.closing.open_day_sheet import OpenDaySheet
from ui.closing.past_sheet import PastSheet
from ui.closing.preview_page import PreviewPage
from ui.crash_sheet import CrashSheet
from ui.customer_display.display_sheet import DisplaySheet
from ui.customer_display.display_window import DisplayWindow
from ui.demand.ask_page import AskPage
from ui.demand.asked_sheet import AskedSheet
from ui.demand.demand_sheet import DemandSheet
from ui.demand.held_page import HeldPage
from ui.demand.hold_page import HoldPage
from ui.imports.check_page import CheckPage
from ui.imports.choose_page import ChoosePage
from ui.imports.done_page import DonePage
from ui.imports.import_window import ImportWindow
from ui.imports.working_page import WorkingPage
from ui.inspector.archive_page import ArchivePage
from ui.inspector.inspector_window import InspectorWindow, Place
from ui.inspector.records_page import RecordsPage
from ui.inspector.verify_page import VerifyPage
from ui.integrity.clock_sheet import ClockSheet
from ui.integrity.held_sheet import HeldSheet
from ui.keyboard.key_page import KeyPage
from ui.keyboard.on_screen_keyboard import OnScreenKeyboard
from ui.late_desks import takes_keys
from ui.main_window import MainWindow
from ui.messages import explain
from ui.more_menu import EntryMenu, MoreMenu
from ui.online.coverage_page import CoveragePage
from ui.online.drift_page import DriftPage
from ui.online.join_page import JoinPage
from ui.online.leave_page import LeavePage
from ui.online.log_page import LogPage
from ui.online.online_sheet import OnlineSheet
from ui.online.rules_page import RulesPage
from ui.online.trial_page import TrialPage
from ui.online.window_page import WindowPage
from ui.orders.orders_sheet import OrdersSheet
from ui.papers.papers_sheet import PapersSheet
from ui.printers.drawer_page import DrawerPage
from ui.printers.letters_page import LettersPage
from ui.printers.logo_page import LogoPage
from ui.printers.paper_page import PaperPage
from ui.printers.printer_sheet import PrinterSheet
from ui.printers.where_page import WherePage
from ui.questions.questions_sheet import QuestionsSheet
from ui.sales.find_sheet import FindSheet
from ui.scanner.scanner_sheet import ScannerSheet
from ui.sell.keys_sheet import KeysSheet
from ui.sell.look_sheet import LookSheet
from ui.sell.mode_bar import ModeBar
from ui.sell.new_product_sheet import NewProductSheet
from ui.sell.note_sheet import NoteSheet
from ui.sell.parked_sheet import ParkedSheet
from ui.sell.payment_sheet import PaymentSheet
from ui.sell.price_sheet import PriceSheet
from ui.sell.quantity_sheet import QuantitySheet
from ui.sell.sell_page import SellPage
from ui.sell.sold_sheet import SoldSheet
from ui.shop.shop_box import ShopBox
from ui.shop.shop_sheet import ShopSheet
from ui.staff.person_sheet import PersonSheet
from ui.staff.roles_sheet import RolesSheet
from ui.staff.sign_in_sheet import SignInSheet
from ui.staff.staff_sheet import StaffSheet
from ui.trouble_page import TroublePage
from ui.window.about_page import AboutPage
from ui.window.closures_page import ClosuresPage
from ui.window.hours_page import HoursPage
from ui.window.news_page import NewsPage
from ui.window.promotions_page import PromotionsPage
from ui.window.window_sheet import WindowSheet


@dataclass(frozen=True)
class Shown:
    """A window as a person may find it.

    open brings it up and gives what to look at where that is not the sheet on top or the till's own window.
    """

    name: str
    open: Callable[[Sitting], QWidget | None]
    shows: tuple[type[QWidget], ...]


def _sheet_or_window(sitting: Sitting) -> QWidget:
    return sitting.till.window.sheet or sitting.till.window


def _notice(sitting: Sitting) -> None:
    sitting.shop_a_little()
    sitting.till.window.sell.ticket.clear_requested.emit()


def _part_paid(sitting: Sitting) -> None:
    screens.paying(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, PaymentSheet)
    sheet.figure.setText("5")
    sheet.confirm()


def _quantity(sitting: Sitting) -> None:
    sitting.shop_a_little()
    sitting.till.window.sell.ticket.quantity_requested.emit(0)


def _crash(sitting: Sitting) -> None:
    sitting.till.take_crash(Path("crash-20261123-143200.txt"))
    sitting.settle(lambda: sitting.till.window.sheet is not None)


def _clock(sitting: Sitting) -> None:
    till = sitting.till
    sheet = ClockSheet(till.theme, till.wording, now=screens.MOMENT, last=screens.MOMENT + timedelta(hours=5))
    till.window.lay(sheet, sheet.go_on_key)


def _trouble_page(sitting: Sitting) -> None:
    sitting.till.window.show_trouble(explain(PrinterOffline("receipt"), sitting.till.wording))


def _papers(sitting: Sitting) -> None:
    till = sitting.till
    states = (JobState.UNKNOWN, JobState.WAITING, *(JobState.WAITING,) * 6)
    jobs = [PrintJob(str(n), "receipt", None, f"Ticket {n + 41}", 0, state, 0) for n, state in enumerate(states)]
    sheet = PapersSheet(till.theme, till.wording)
    till.window.lay(sheet, sheet.back_key)
    sheet.show_jobs(jobs)


def _imports(sitting: Sitting) -> QWidget:
    imports = sitting.till.imports
    imports.open()
    assert imports.window is not None
    return imports.window


def _importing(sitting: Sitting) -> QWidget:
    window = _imports(sitting)
    assert isinstance(window, ImportWindow)
    window.pages.setCurrentWidget(window.working)
    window.working.begin(sitting.till.wording("Importing…"), can_stop=True)
    window.working.show_progress(1_200, 20_000)
    window.working.cancel_key.setFocus(Qt.FocusReason.OtherFocusReason)
    return window


def _no_articles(sitting: Sitting) -> None:
    screens_articles.listed(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, ArticleList)
    sheet.search.setText("chaussettes")
    sitting.settle(lambda: sheet.nothing.isVisible())


def _printer_page(place: int) -> Callable[[Sitting], None]:
    def open_page(sitting: Sitting) -> None:
        printers = sitting.till.late.printers
        printers.open()
        sitting.settle(lambda: printers.sheet is not None and not printers.pending)
        assert printers.sheet is not None
        printers.sheet.tabs.setCurrentIndex(place)

    return open_page


def _staff(sitting: Sitting) -> None:
    sitting.till.late.staff.open()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, StaffSheet))


def _person(sitting: Sitting) -> None:
    _staff(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, StaffSheet)
    sheet.add_requested.emit()


def _roles(sitting: Sitting) -> None:
    _staff(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, StaffSheet)
    sheet.roles_requested.emit()


def _signing_in(sitting: Sitting) -> None:
    till = sitting.till
    people = [Person(str(n), f"Lucie {n}", Role.SELLER, USUAL_RIGHTS[Role.SELLER], has_pin=n > 0) for n in range(8)]
    sheet = SignInSheet(
        till.theme,
        till.wording,
        people,
        title=till.wording("Who is at the till?"),
        asks=till.wording("Every sale carries your name."),
        accept=till.wording("Sign in"),
        at_till=people[0],
    )
    till.window.lay(sheet, sheet.first)
    sheet.keys["1"].click()
    sheet.refuse(PersonLocked("Lucie 1", timedelta(seconds=30)))


def _shop_numbers(sitting: Sitting) -> None:
    """Both of them wrong, which takes the most room."""
    screens_records.shop_page(1)(sitting)
    sheet = sitting.till.late.shop.sheet
    assert sheet is not None
    sheet.siret.show_text("732 829 320 00075")
    sheet.vat_number.show_text("FR99 732829320")
    sheet.save()


def _keyboard(pose: Callable[[Sitting], None]) -> Callable[[Sitting], QWidget]:
    """The keyboard by itself: what it covers is not to be touched while it stands there."""

    def open_keyboard(sitting: Sitting) -> QWidget:
        pose(sitting)
        keyboard = sitting.till.late.keyboard
        assert keyboard is not None
        return keyboard.keyboard_over(sitting.till.window)

    return open_keyboard


PARTS: Final = 4
"""The day, managing, equipment, the look."""

EVERY_WINDOW: Final = (
    Shown("the sell screen", screens.sell, (MainWindow, SellPage)),
    Shown("all articles", screens.all_products, (SellPage,)),
    Shown("a search", screens.searching, (SellPage,)),
    Shown("an unknown code", screens.unknown_code, (SellPage,)),
    Shown("a notice", _notice, (SellPage,)),
    Shown("trouble in the status line", screens.trouble, (SellPage,)),
    Shown("the menu", screens_menu.menu, (MoreMenu,)),
    *(Shown(f"the menu’s part {place + 1}", screens_menu.part(place), (EntryMenu,)) for place in range(PARTS)),
    Shown("paying", screens.paying, (PaymentSheet,)),
    Shown("paying in parts", _part_paid, (PaymentSheet,)),
    Shown("a paid ticket", screens.paid, (SoldSheet,)),
    Shown("a new article", screens.new_article, (NewProductSheet,)),
    Shown("a weight", screens.weighing, (QuantitySheet,)),
    Shown("a quantity", _quantity, (QuantitySheet,)),
    Shown("a price", screens.pricing, (PriceSheet,)),
    Shown("all keys", screens_counter.keys, (KeysSheet,)),
    Shown("a note", screens_counter.note, (NoteSheet,)),
    Shown("parking a ticket", screens_counter.parking, (ParkedSheet,)),
    Shown("parked tickets", screens_counter.parked, (ParkedSheet,)),
    Shown("a price check", screens_counter.price_check, (ModeBar,)),
    Shown("a price looked at", screens_counter.looked_up, (LookSheet,)),
    Shown("favourites being arranged", screens_counter.arranging, (ModeBar,)),
    Shown("asked for, not here", screens_demand.asking, (DemandSheet, AskPage)),
    Shown("who has it in town", screens_demand.town, (AskPage,)),
    Shown("the town is silent", screens_demand.town_silent, (AskPage,)),
    Shown("holding it in another shop", screens_demand.holding, (HoldPage,)),
    Shown("not held there", screens_demand.hold_refused, (HoldPage,)),
    Shown("held in another shop", screens_demand.held, (HeldPage,)),
    Shown("what was asked for in vain", screens_demand.listed, (AskedSheet,)),
    Shown("nothing asked for in vain", screens_demand.nothing_listed, (AskedSheet,)),
    Shown("the list of articles", screens_articles.listed, (ArticleList,)),
    Shown("no article found", _no_articles, (ArticleList,)),
    Shown("an article", screens_articles.card_with_photo, (ArticleSheet,)),
    Shown("leaving a changed article", screens_articles.leaving, (ArticleSheet,)),
    Shown("found sales", screens_papers.found, (FindSheet,)),
    Shown("no sale found", screens_papers.nothing_found, (FindSheet,)),
    Shown("choosing a customer display", screens_papers.chosen, (DisplaySheet,)),
    Shown("the customer greeted", screens_papers.greeted, (DisplayWindow,)),
    Shown("the customer's ticket", screens_papers.shown, (DisplayWindow,)),
    Shown("where the printer is", _printer_page(0), (PrinterSheet, WherePage)),
    Shown("the printer's paper", _printer_page(1), (PaperPage,)),
    Shown("the printer's letters", _printer_page(2), (LettersPage,)),
    Shown("the shop's address", screens_records.shop_page(0), (ShopSheet,)),
    Shown("the shop's numbers", _shop_numbers, (ShopSheet, ShopBox)),
    Shown("the shop's receipts", screens_records.shop_page(2), (ShopSheet,)),
    Shown("the drawer", _printer_page(3), (DrawerPage,)),
    Shown("the logo", _printer_page(4), (LogoPage,)),
    Shown("backups", screens_records.backups, (BackupsSheet,)),
    Shown("the scanner", screens_counter.scanner, (ScannerSheet,)),
    Shown("the on-screen keyboard", _keyboard(screens_articles.keyboard), (OnScreenKeyboard, KeyPage)),
    Shown("the keyboard's signs", _keyboard(screens_articles.keyboard_signs), (OnScreenKeyboard, KeyPage)),
    Shown("the on-screen keypad", _keyboard(screens_articles.keypad), (OnScreenKeyboard, KeyPage)),
    Shown("signing in", _signing_in, (SignInSheet,)),
    Shown("the staff", _staff, (StaffSheet,)),
    Shown("somebody new", _person, (PersonSheet,)),
    Shown("roles and rights", _roles, (RolesSheet,)),
    Shown("papers not settled", _papers, (PapersSheet,)),
    Shown("the shop cannot be opened", _trouble_page, (TroublePage,)),
    Shown("a crash", _crash, (CrashSheet,)),
    *(Shown(f"selling held: {reason}", screens_records.held(reason), (HeldSheet,)) for reason in HoldReason),
    Shown("going on in a new series", screens_records.going_on, (HeldSheet,)),
    Shown("a clock that is behind", _clock, (ClockSheet,)),
    Shown("joining the catalogue", screens_online.joining, (OnlineSheet, JoinPage)),
    Shown("a code refused", screens_online.wrong_code, (JoinPage,)),
    Shown("the shop window", screens_online.joined, (OnlineSheet, WindowPage)),
    Shown("articles refused", screens_online.refused, (WindowPage,)),
    Shown("a line suspended", screens_online.suspended, (WindowPage,)),
    Shown("leaving the catalogue", screens_online.leaving, (OnlineSheet, LeavePage)),
    Shown("a shop window in health", poses.healthy, (WindowPage,)),
    Shown("a shop window that ails", poses.ailing, (WindowPage,)),
    Shown("a shop window behind its brake", poses.braked, (WindowPage,)),
    Shown("publishing handed over", poses.handed_over, (WindowPage,)),
    Shown("the line tried", poses.tried, (OnlineSheet, TrialPage)),
    Shown("the line tried in vain", poses.tried_in_vain, (TrialPage,)),
    Shown("rules of reservations", poses.answering, (OnlineSheet, RulesPage)),
    Shown("rules that cannot be meant", poses.ruling, (RulesPage,)),
    Shown("shown online by category", poses.covered, (OnlineSheet, CoveragePage)),
    Shown("differences reported", poses.reported, (OnlineSheet, DriftPage)),
    Shown("the log of the window", poses.logged, (OnlineSheet, LogPage)),
    Shown("the window's hours", screens_window.hours, (WindowSheet, HoursPage)),
    Shown("no hours yet", screens_window.no_hours, (HoursPage,)),
    Shown("days with other hours", screens_window.closures, (ClosuresPage,)),
    Shown("who the shop is", screens_window.about, (AboutPage,)),
    Shown("leaving the window's word", screens_window.leaving, (AboutPage,)),
    Shown("the shop's news", screens_window.news, (NewsPage,)),
    Shown("news being written", screens_window.writing, (NewsPage,)),
    Shown("reduced prices", screens_window.promotions, (PromotionsPage,)),
    Shown("a price being reduced", screens_window.reducing, (PromotionsPage,)),
    Shown("no reduced price", screens_window.no_reduction, (PromotionsPage,)),
    Shown("all records", screens_records.inspection(Place.RECORDS), (InspectorWindow, RecordsPage)),
    Shown("keys and program", screens_records.inspection(Place.KEYS), (InspectorWindow,)),
    Shown("verifying", screens_records.inspection(Place.VERIFY), (VerifyPage,)),
    Shown("an archive to take away", screens_records.inspection(Place.ARCHIVE), (ArchivePage,)),
    Shown("training", screens_records.training, (SellPage,)),
    Shown("the figures of the day", screens_closing.figures, (ClosingSheet, FiguresPage)),
    Shown("the drawer counted", screens_closing.count, (CountPage,)),
    Shown("a difference", screens_closing.difference, (DifferencePage,)),
    Shown("the closing before it is made", screens_closing.preview, (PreviewPage,)),
    Shown("an open day", screens_closing.open_day, (OpenDaySheet,)),
    Shown("the figures since the last closing", screens_closing.x_report, (FiguresSheet,)),
    Shown("how the shop closes", screens_closing.habits, (HabitsSheet,)),
    Shown("nothing was closed yet", screens_closing.no_closing, (PastSheet,)),
    Shown("past closings", screens_closing.past, (PastSheet,)),
    Shown("a drawer counted later", screens_closing.late_count, (CountSheet,)),
    Shown("choosing a list", _imports, (ImportWindow, ChoosePage)),
    Shown("checking a list", screens_imports.looking, (ImportWindow, CheckPage)),
    Shown("importing a list", _importing, (ImportWindow, WorkingPage)),
    Shown("a list taken in", screens_imports.taken_in, (ImportWindow, DonePage)),
    Shown("no question", screens_questions.none, (QuestionsSheet,)),
    Shown("questions told of", screens_questions.told_of, (SellPage,)),
    Shown("questions to answer", screens_questions.listed, (QuestionsSheet,)),
    Shown("an answer turned down", screens_questions.turned_down, (QuestionsSheet,)),
    Shown("no reservation", screens_orders.none, (OrdersSheet,)),
    Shown("a reservation on the ticket", screens_orders.carried, (SellPage,)),
    Shown("a deed turned down", screens_orders.turned_down, (OrdersSheet,)),
    Shown("what is promised online", screens_orders.promised, (SellPage,)),
    Shown("reservations told of", screens_orders.arrived, (SellPage,)),
    Shown("reservations to prepare", screens_orders.listed, (OrdersSheet,)),
    Shown("a reservation in part", screens_orders.lowered, (OrdersSheet,)),
    Shown("a reservation refused", screens_orders.refusing, (OrdersSheet,)),
    Shown("a reservation put aside", screens_orders.aside, (OrdersSheet,)),
    Shown("reservations that ended", screens_orders.ended, (OrdersSheet,)),
    Shown("a reservation nobody could read", screens_orders.unreadable, (OrdersSheet,)),
)


def bring_up(sitting: Sitting, shown: Shown) -> QWidget:
    """Open a window and give what is to be looked at, laid out and painted."""
    opened = shown.open(sitting)
    sitting.settle()
    root = opened or _sheet_or_window(sitting)
    if takes_keys(root.window()):
        root.window().activateWindow()
    sitting.settle()
    return root


def put_away(sitting: Sitting, root: QWidget) -> None:
    """Leave the till as it was, for the next window."""
    till = sitting.till
    if root.isWindow() and root is not till.window:
        root.close()
    while (menu := QApplication.activePopupWidget()) is not None:
        menu.close()
    while till.window.sheet is not None:
        till.window.sheet.put_away()
    if till.late.training.is_on:
        till.late.training.end()
        sitting.settle(lambda: not till.late.training.is_on)
    while till.window.sell.unknown.code:
        till.window.sell.unknown.settle()
    if isinstance(root, OnScreenKeyboard):
        root.hide_requested.emit()
    till.desk.beside.leave_mode()
    till.window.sell.status.show_records(held=False, attested=True)
    till.window.show_selling()
    till.window.sell.search.clear()
    till.window.sell.tabs.setCurrentIndex(0)
    till.desk.counter.clear()
    till.window.toast.hide()
    till.window.activateWindow()
    sitting.settle()
