"""The health of the window at a real till: real keys, real threads, the real catalogue, and what a person decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos.database import drifts, online_log, outbox
from pos.database.connection import Database, connect, transaction
from pos.database.drifts import NewDrift
from pos.domain.catalogue import Product
from pos.domain.drift import DriftKind, DriftState, Story
from pos.domain.identity import to_ms
from pos.domain.online_log import LogEvent
from pos.domain.online_order import OrderMode
from pos.domain.quantity import pieces
from pos.operations.ruling import rules_of
from sync.errors import Distrust, suspended_for
from sync.state import WindowState
from tests.builders import NOON
from tests.sync.catalogue.tills import Till as OtherTill
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.ui.online.shopkeeper import Shopkeeper, elsewhere
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD, TEA
from ui.articles.article_list import ArticleList
from ui.online.shop_card import ShopCard

CURRENT = "● The window is current"
SHOP = "Épicerie du Port"
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def joined(shopkeeper: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue) -> Shopkeeper:
    """A shopkeeper whose window is current."""
    shopkeeper.join(server.url, catalogue.invite(SHOP))
    shopkeeper.wait_until_it_says(CURRENT)
    return shopkeeper


@pytest.fixture
def in_town(shopkeeper: Shopkeeper, town: RunningCatalogue, request: pytest.FixtureRequest) -> Shopkeeper:
    """A shopkeeper whose window in the real catalogue is current."""
    shopkeeper.join(town.url, town.invite(request.node.name[:60]))
    shopkeeper.wait_until_it_says(CURRENT)
    return shopkeeper


def card(keeper: Shopkeeper) -> ShopCard:
    return keeper.window.card


def steps(keeper: Shopkeeper) -> list[tuple[str, str]]:
    """What the trial says: sign and name of each step, once it is over."""
    page = keeper.sheet.trial_page
    keeper.wait(lambda: bool(page.steps))
    return [(sign, name) for sign, name, _ in page.steps]


def write(keeper: Shopkeeper, do: object) -> None:
    """Change the shop's file behind the screen."""

    def work() -> None:
        db = connect(keeper.shop_path)
        try:
            with transaction(db):
                assert callable(do)
                do(db)
        finally:
            db.close()

    elsewhere(work)


def test_the_test_key_asks_the_real_catalogue_and_ticks_every_step(in_town: Shopkeeper) -> None:
    in_town.tap(card(in_town).test_key)

    assert steps(in_town) == [
        *(("✓", "Address"), ("✓", "Certificate"), ("✓", "Answer")),
        *(("✓", "Key of this till"), ("✓", "Publishing"), ("✓", "Clocks")),
    ]
    page = in_town.sheet.trial_page
    assert page.summary.text().startswith("All is well; the answer took ")
    assert page.steps[3][2] == f"It belongs to {in_town.sheet.window_page.card.shop.text()}."
    assert in_town.focus() is page.again_key
    in_town.press(ESC)
    in_town.wait(in_town.sheet.window_page.isVisible)


def test_the_test_key_says_what_to_do_when_nobody_answers(joined: Shopkeeper, server: FaultServer) -> None:
    server.stop()

    joined.tap(card(joined).test_key)

    assert steps(joined)[:2] == [("▲", "Address"), ("–", "Certificate")]
    assert "is the network on?" in joined.sheet.trial_page.steps[0][2]
    server.start()
    joined.press(ENTER)
    joined.wait(lambda: bool(joined.sheet.trial_page.steps) and joined.sheet.trial_page.steps[0][0] == "✓")


def test_the_test_key_finds_a_key_that_was_taken_back(joined: Shopkeeper, catalogue: PretendCatalogue) -> None:
    catalogue.forget_keys()

    joined.tap(card(joined).test_key)

    assert steps(joined)[3] == ("▲", "Key of this till")
    assert joined.sheet.trial_page.steps[3][2].endswith("Join again with a new code.")


def test_publishing_that_went_to_another_till_is_taken_back_with_a_code_and_two_keys(
    in_town: Shopkeeper, town: RunningCatalogue, shelf: dict[str, Product]
) -> None:
    name = card(in_town).shop.text()
    elsewhere(lambda: OtherTill(town.url, town.invite(name), till="the-other"))
    in_town.tap(card(in_town).test_key)
    assert steps(in_town)[4] == ("▲", "Publishing")
    assert in_town.sheet.trial_page.steps[4][2].startswith("The till “Caisse” publishes for this shop now.")
    in_town.press(ESC)

    in_town.change(shelf[TEA], brand="Jardin")
    in_town.wait_until_it_says("▲ Another till publishes for this shop")
    in_town.tap(card(in_town).standing.join_key)
    in_town.paste(elsewhere(lambda: town.invite(name)))
    in_town.press(ENTER)

    in_town.wait(in_town.sheet.window_page.isVisible)
    in_town.wait_until_it_says(CURRENT)


def test_a_refused_article_is_set_aside_by_key_and_leaves_the_status_line_in_peace(
    joined: Shopkeeper, catalogue: PretendCatalogue, shelf: dict[str, Product]
) -> None:
    catalogue.blamed = {shelf[TEA].id}
    joined.change(shelf[TEA], name="Thé blanc")
    joined.wait_until_it_says("▲ 1 article was refused")
    status = joined.cashier.window.sell.status.window_state
    joined.wait(lambda: status.text() == "▲ 1 refused")

    joined.tap(card(joined).aside.rows[0].leave_key)

    joined.wait_until_it_says(CURRENT)
    assert card(joined).standing.line.text() == "1 article is set aside."
    [row] = card(joined).aside.rows
    assert row.left.isVisible()
    assert not row.leave_key.isVisible()
    joined.wait(lambda: not status.asks)
    catalogue.blamed = set()
    joined.tap(row.send_key)
    joined.wait(lambda: card(joined).news.text() == "“Thé blanc” was accepted.")
    assert not card(joined).aside.isVisible()


def test_all_refused_articles_are_set_aside_at_once(
    joined: Shopkeeper, catalogue: PretendCatalogue, shelf: dict[str, Product]
) -> None:
    catalogue.blamed = {shelf[TEA].id, shelf[BREAD].id}
    joined.change(shelf[TEA], brand="Jardin")
    joined.change(shelf[BREAD], brand="Fournil")
    joined.wait_until_it_says("▲ 2 articles were refused")

    joined.tap(card(joined).aside.leave_all_key)

    joined.wait_until_it_says(CURRENT)
    assert not card(joined).aside.leave_all_key.isVisible()
    assert card(joined).aside.send_all_key.isVisible()
    target = "catalogue"
    assert ask(joined.shop_path, lambda db: outbox.left_aside(db, target)) == {shelf[TEA].id, shelf[BREAD].id}


def test_how_reservations_are_taken_is_set_by_keyboard_and_kept(in_town: Shopkeeper) -> None:
    in_town.tap(card(in_town).rules_key)
    page = in_town.sheet.rules_page
    assert in_town.focus() is page.takes
    in_town.tap(page.modes.keys[2])
    assert page.modes.told[2].text().endswith("Nothing is ever promised twice.")
    page.share.focus()
    in_town.paste("0")
    in_town.press(ENTER)
    assert page.share.fault.text() == "With nothing handed over, nothing could be reserved: write at least 1."
    assert in_town.focus() is page.share.box

    in_town.paste("5")
    assert page.share.fault.text() == ""
    page.hold.setCurrentIndex(page.hold.findText("2 days") if page.hold.findText("2 days") >= 0 else 0)
    in_town.press(ENTER)

    in_town.wait(in_town.sheet.window_page.isVisible)
    in_town.wait(lambda: card(in_town).reservations.text().endswith("promised at once, from units handed over"))
    assert card(in_town).news.text() == "Reservations are taken like this from now on."
    link = in_town.link
    assert link is not None
    rules = rules_of(link)
    assert (rules.takes, rules.mode, rules.share) == (True, OrderMode.ESCROW, pieces(5))
    assert link.rules_version == 2


def test_all_three_ways_are_explained_before_one_is_chosen(joined: Shopkeeper) -> None:
    joined.tap(card(joined).rules_key)
    modes = joined.sheet.rules_page.modes

    assert all(told.isVisible() for told in modes.told)
    assert len({told.text() for told in modes.told}) == 3
    assert [key.accessibleDescription() for key in modes.keys] == [told.text() for told in modes.told]
    assert [key.isChecked() for key in modes.keys] == [True, False, False]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Write a whole number."), ("1,5", "Write a whole number."), ("5000", "At most a thousand of each article.")],
)
def test_a_figure_nobody_can_mean_is_said_at_its_box(joined: Shopkeeper, typed: str, said: str) -> None:
    joined.tap(card(joined).rules_key)
    page = joined.sheet.rules_page
    joined.tap(page.modes.keys[1])
    page.safety.show_text(typed)

    joined.press(ENTER)
    page.confirm()

    assert page.safety.fault.text() == said
    assert page.isVisible()


def test_a_shop_that_takes_no_reservations_is_asked_nothing_more(joined: Shopkeeper) -> None:
    joined.tap(card(joined).rules_key)
    page = joined.sheet.rules_page

    joined.press(Qt.Key.Key_Space)
    joined.wait(lambda: not page.modes.isVisible())
    joined.press(ENTER)

    joined.wait(lambda: card(joined).reservations.text() == "none open · the shop takes none")
    joined.tap(card(joined).rules_key)
    joined.press(ESC)
    assert joined.window.isVisible(), "Esc keeps nothing and goes one step back"


def test_the_log_tells_what_happened_and_can_be_narrowed_to_trouble(joined: Shopkeeper) -> None:
    def happen(db: Database) -> None:
        for event, told in ((LogEvent.LINE_LOST, {"reason": "unreachable"}), (LogEvent.LINE_BACK, {"after_s": 90})):
            online_log.note(db, "catalogue", event, now=NOON, **told)

    write(joined, happen)
    joined.tap(card(joined).log_key)
    joined.wait(joined.sheet.log_page.isVisible)
    page = joined.sheet.log_page
    assert joined.focus() is page.text
    assert "The line is back, after 90 s." in page.text.toPlainText()
    assert f"The shop joined the catalogue as {SHOP}." in page.text.toPlainText()

    joined.tap(page.filter.keys[1])

    assert "▲ The online shop cannot be reached." in page.text.toPlainText()
    assert "The line is back" not in page.text.toPlainText()
    joined.press(ESC)
    assert joined.window.isVisible()


def test_what_the_window_shows_is_told_by_category_and_leads_to_the_articles(joined: Shopkeeper) -> None:
    joined.wait(lambda: " of 4 articles" in card(joined).shown.text() or " of " in card(joined).shown.text())
    joined.tap(card(joined).coverage_key)
    joined.wait(joined.sheet.coverage_page.isVisible)
    page = joined.sheet.coverage_page
    assert joined.focus() is page.list
    rows = [page.model.data(page.model.index(row)) for row in range(page.model.rowCount())]
    assert rows
    assert all("shown online" in str(row) for row in rows)

    joined.press(ENTER)

    joined.wait(lambda: isinstance(joined.cashier.window.sheet, ArticleList))
    assert joined.desk.sheet is None


def hold_back(keeper: Shopkeeper, product: Product) -> None:
    """The brake holds a difference back, as a comparison leaves it."""

    def found(db: Database) -> None:
        one = NewDrift(
            product.id, DriftKind.LOST_WRITE, DriftState.HELD,
            '{"version":3,"level":{"version":4,"milli":3000,"table_milli":3000}}', "null", Story(),
        )  # fmt: skip
        drifts.put(db, "catalogue", [one], now_ms=to_ms(NOON))
        db.execute("UPDATE online_link SET suspended = 'mass-change'")

    write(keeper, found)
    stopped = WindowState(linked=True, trouble=suspended_for(Distrust.MASS_CHANGE), held=1)
    keeper.desk.take(stopped)
    keeper.cashier.window.sell.status.show_window(stopped)
    keeper.wait(card(keeper).brake.isVisible)


def test_what_the_brake_holds_back_is_reported_and_repaired_when_a_person_says_so(
    joined: Shopkeeper, shelf: dict[str, Product]
) -> None:
    hold_back(joined, shelf[TEA])
    assert card(joined).brake.title.text() == "▲ 1 difference is held back"
    assert not card(joined).standing.again_key.isVisible()
    joined.tap(card(joined).brake.report_key)
    joined.wait(joined.sheet.drift_page.isVisible)
    report = joined.sheet.drift_page.text.toPlainText()
    assert "Thé vert, found 23/11/2026" in report
    assert "The till had 3, the window said nothing to show." in report
    assert "It is held back until somebody decides." in report
    joined.press(ESC)

    joined.tap(card(joined).brake.repair_key)

    joined.wait(lambda: not card(joined).brake.isVisible())
    states = ask(joined.shop_path, lambda db: db.rows("SELECT state FROM drift"))
    assert states == [("repairing",)] or states == [("repaired",)]


def test_what_the_brake_holds_back_can_be_left_as_it_is(joined: Shopkeeper, shelf: dict[str, Product]) -> None:
    hold_back(joined, shelf[TEA])

    joined.tap(card(joined).brake.leave_key)

    joined.wait(lambda: not card(joined).brake.isVisible())
    joined.wait(lambda: "1 not repaired" in card(joined).differences.text())
    events = ask(joined.shop_path, lambda db: [one.event for one in online_log.entries(db, "catalogue", since_ms=0)])
    assert LogEvent.BRAKE_LIFTED in events


def test_compare_now_holds_the_window_against_the_real_catalogue(in_town: Shopkeeper) -> None:
    in_town.tap(card(in_town).compare_key)

    assert card(in_town).news.text().startswith("Till and window are being compared")
    in_town.wait(lambda: "none found · compared " in card(in_town).differences.text())


def test_clocks_that_differ_are_said_and_stop_nothing(joined: Shopkeeper) -> None:
    def skew(db: Database) -> None:
        db.execute("UPDATE online_link SET skew_ms = ?", (12 * 60_000,))

    write(joined, skew)
    joined.desk.take(WindowState(linked=True, current_at=NOON, skew=timedelta(minutes=12)))

    joined.wait(lambda: card(joined).clock.text().startswith("▲ This machine’s clock is 12\u00a0min ahead"))
    assert joined.standing == CURRENT
    QApplication.processEvents()
