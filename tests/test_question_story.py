"""A shopper asks with a browser, the till answers, and page and mail say so: the real things from end to end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pos.database import questions
from tests.sync.catalogue.mail_server import MailServer
from tests.sync.catalogue.mails import parsed, words
from tests.sync.catalogue_server import RunningCatalogue
from tests.test_reservation_story import SOON_MS, PairedShop, cashier, line, shop, shopper
from tests.ui.sell.cashier import Cashier, ask
from ui.questions.questions_sheet import QuestionsSheet

__all__ = ["cashier", "line", "shop", "shopper"]
SENDER = "vitrines@ville.example"


@pytest.fixture
def post() -> Iterator[MailServer]:
    """The town's mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture
def running_catalogue(tmp_path: Path, post: MailServer) -> Iterator[RunningCatalogue]:
    """An empty catalogue that sends its mails by that server."""
    catalogue = RunningCatalogue()
    catalogue.start(
        tmp_path / "catalogue", environment={"CATALOGUE_SMTP_URL": post.url(), "CATALOGUE_MAIL_FROM": SENDER}
    )
    yield catalogue
    assert catalogue.stop() == ""


def mails(post: MailServer, count: int) -> list[str]:
    """What so many mails say, once they have come."""
    deadline = time.monotonic() + SOON_MS / 1000
    while len(post.mails) < count and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [mail.sender for mail in post.mails] == [SENDER] * count
    return [words(parsed(mail.content)) for mail in post.mails]


def test_asked_in_a_browser_answered_at_the_till_read_on_the_page_and_in_the_mail(
    cashier: Cashier,
    shopper: Page,
    shop: PairedShop,
    running_catalogue: RunningCatalogue,
    post: MailServer,
    qtbot: QtBot,
) -> None:
    status = cashier.window.sell.status
    qtbot.waitUntil(lambda: "Window current" in status.window_state.text(), timeout=SOON_MS)

    shopper.goto(f"{running_catalogue.shop_url('epicerie-du-port')}demander/?article={shop.honey.id}")
    shopper.get_by_label("Votre question").fill("Ce miel est-il de cette année ?")
    shopper.get_by_label("Votre nom").fill("Mme Petit")
    shopper.get_by_label("Votre téléphone ou votre adresse mail").fill("petit@exemple.fr")
    shopper.get_by_role("button", name="Envoyer la question").dblclick()
    title = shopper.get_by_role("heading", level=1)
    expect(title).to_have_text("Votre question est à la boutique")
    address = shopper.url
    assert address in mails(post, 1)[0]

    qtbot.waitUntil(lambda: "1 question" in status.questions_state.text(), timeout=SOON_MS)
    cashier.tap(status.questions_state)
    sheet = cashier.sheet(QuestionsSheet)
    assert sheet.facts.question.text() == "Ce miel est-il de cette année ?"
    assert sheet.facts.about.text() == "About: Miel de tilleul"
    cashier.write("Oui, il est de juin.")
    cashier.press(Qt.Key.Key_F12)

    expect(title).to_have_text("La boutique vous a répondu", timeout=SOON_MS)  # nobody reloaded the page
    expect(shopper.locator("q")).to_have_text("Oui, il est de juin.")
    told = mails(post, 2)[1]
    assert "> Oui, il est de juin." in told
    assert address in told
    qtbot.waitUntil(lambda: ask(shop.path, lambda db: not questions.waiting(db, "catalogue", 1)), timeout=SOON_MS)

    shopper.get_by_text("Ce qui est gardé de vous").click()
    shopper.get_by_role("button", name="M’oublier maintenant").click()
    expect(title).to_have_text("Question retirée")
    qtbot.waitUntil(lambda: ask(shop.path, _count) == 0, timeout=SOON_MS)


def _count(db: object) -> int:
    return int(db.value("SELECT count(*) FROM question"))  # type: ignore[attr-defined]
