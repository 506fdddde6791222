"""A question comes: it is said where it disturbs nobody, answered by keys, and what is often said is at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos.database import questions
from pos.database.connection import Database
from pos.domain.question import Question, QuestionState
from sync.state import WindowState
from tests import builders
from tests.pos.asked import Feed, question
from tests.ui.orders.conftest import Preparer, path_of_joined_shop, preparer
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.questions.questions_sheet import QuestionsSheet, Shelf

__all__ = ["path_of_joined_shop", "preparer"]
CTRL = Qt.KeyboardModifier.ControlModifier
KEYS = Qt.Key


class Shoppers:
    """Who asks the shop, and the cashier who answers."""

    def __init__(self, preparer: Preparer) -> None:
        self.cashier, self._preparer, self._feed = preparer.cashier, preparer, Feed()
        self.told: list[bool] = []
        self.cashier.till.late.online_changed.connect(lambda: self.told.append(True))

    def ask(self, *asked: Question) -> None:
        """These come over the line."""
        self.write(lambda db: self._feed.tell(db, *asked))
        self.report()

    def write(self, work: Callable[[Database], object]) -> None:
        """Change the shop's file from a thread of its own, as the sync thread does."""
        self._preparer.write(work)

    def report(self) -> None:
        """The sync thread says how the window stands."""
        count = self.read(questions.count_open)
        self.cashier.till.window_reported.emit(WindowState(linked=True, current_at=builders.NOON, questions_open=count))
        self.cashier.settle()

    def read(self, work: Callable[[Database], int]) -> int:
        return ask(self._preparer.path, work)

    def open(self) -> QuestionsSheet:
        """Choose the word in the status line."""
        self.cashier.tap(self.cashier.window.sell.status.questions_state)
        return self.cashier.sheet(QuestionsSheet)

    @property
    def said(self) -> str:
        """The word in the status line."""
        return self.cashier.window.sell.status.questions_state.text()

    @property
    def waiting(self) -> list[str]:
        """What the online shop is to be told."""
        return [one.text for one in ask(self._preparer.path, lambda db: questions.waiting(db, "catalogue", 10))]


@pytest.fixture
def shoppers(preparer: Preparer) -> Shoppers:
    return Shoppers(preparer)


def test_a_question_is_said_quietly_and_sells_on(shoppers: Shoppers) -> None:
    cashier = shoppers.cashier
    cashier.write("th")

    shoppers.ask(question())

    assert "1 question" in shoppers.said
    assert cashier.sounds == []
    assert cashier.window.sell.search.text() == "th"
    cashier.scan(BREAD)
    assert len(cashier.lines) == 1


def test_from_the_word_to_the_answer_by_keys(shoppers: Shoppers) -> None:
    cashier = shoppers.cashier
    first, second = question("Ouvert lundi ?"), question("Et mardi ?", contact="anne@exemple.fr")
    shoppers.ask(first, second)

    sheet = shoppers.open()
    assert sheet.box.text.hasFocus()
    assert "06 12 34 56 78" in sheet.facts.who.text()
    assert sheet.box.phone_key.isVisible()
    cashier.write("Lundi non.")
    cashier.press(KEYS.Key_F12)

    assert shoppers.waiting == ["Lundi non."]
    assert shoppers.told
    assert sheet.facts.question.text() == "Et mardi ?"
    assert not sheet.box.phone_key.isVisible()
    assert (sheet.box.text.text(), sheet.box.text.hasFocus()) == ("", True)
    cashier.tap(sheet.box.saved_keys[0])
    cashier.press(KEYS.Key_Return)
    assert shoppers.waiting == ["Lundi non.", "Yes, we have it."]
    assert shoppers.said == ""
    assert "Nobody waits for an answer" in sheet.nothing.text()
    cashier.press(KEYS.Key_Escape)
    assert cashier.window.sheet is None


def test_nothing_is_no_answer(shoppers: Shoppers) -> None:
    shoppers.ask(question())
    shoppers.open()

    shoppers.cashier.press(KEYS.Key_F12)
    shoppers.cashier.press(KEYS.Key_Return)

    assert shoppers.waiting == []


def test_who_was_called_back_reads_so(shoppers: Shoppers) -> None:
    shoppers.ask(question())
    shoppers.open()

    shoppers.cashier.press(KEYS.Key_F9)

    assert shoppers.waiting == ["We answered you by telephone."]


def test_the_list_is_gone_through_while_the_cursor_stays_in_the_box(shoppers: Shoppers) -> None:
    cashier = shoppers.cashier
    shoppers.ask(question("Un ?"), question("Deux ?"))
    sheet = shoppers.open()

    cashier.press(KEYS.Key_Down)
    assert sheet.facts.question.text() == "Deux ?"
    cashier.press(KEYS.Key_Down)
    cashier.press(KEYS.Key_Up)
    assert sheet.facts.question.text() == "Un ?"
    assert sheet.box.text.hasFocus()


def test_what_is_being_written_stays_when_another_question_comes(shoppers: Shoppers) -> None:
    shoppers.ask(question("Un ?"))
    sheet = shoppers.open()
    shoppers.cashier.write("Oui, mais")

    shoppers.ask(question("Deux ?"))

    assert sheet.box.text.text() == "Oui, mais"
    assert sheet.facts.question.text() == "Un ?"
    assert "(2)" in sheet.shelf.button(Shelf.OPEN).text()


def test_an_answer_is_kept_at_hand_and_let_go_again(shoppers: Shoppers) -> None:
    cashier = shoppers.cashier
    shoppers.ask(question())
    sheet = shoppers.open()
    cashier.write("Au printemps.")

    cashier.press(KEYS.Key_S, CTRL)

    assert [key.text() for key in sheet.box.saved_keys][:2] == ["Au printemps.", "Yes, we have it."]
    assert sheet.box.keep_key.text() == "No longer keep this answer"
    cashier.press(KEYS.Key_S, CTRL)
    assert sheet.box.saved_keys[0].text() == "Yes, we have it."
    assert shoppers.waiting == []


def test_an_answer_can_be_given_anew(shoppers: Shoppers) -> None:
    cashier = shoppers.cashier
    shoppers.ask(question())
    sheet = shoppers.open()
    cashier.write("Oui.")
    cashier.press(KEYS.Key_F12)

    sheet.shelf.choose(Shelf.ANSWERED)
    cashier.settle()
    assert "not told yet" in sheet.facts.state.text()
    assert sheet.box.text.text() == "Oui."
    sheet.box.text.setFocus()
    cashier.press(KEYS.Key_A, CTRL)
    cashier.write("Non, plus du tout.")
    cashier.press(KEYS.Key_F12)

    assert shoppers.waiting == ["Non, plus du tout."]
    assert sheet.facts.answer.text() == "» Non, plus du tout."


def test_one_taken_back_while_it_lies_open_goes(shoppers: Shoppers) -> None:
    asked = question()
    shoppers.ask(asked)
    sheet = shoppers.open()
    shoppers.cashier.write("Ou")

    shoppers.ask(replace(asked, revision=2, state=QuestionState.WITHDRAWN, text=""))

    assert sheet.chosen is None
    assert not sheet.panel.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()


def test_what_a_shopper_wrote_stays_plain_text(shoppers: Shoppers) -> None:
    shoppers.ask(question("<b>Bonjour</b> <img src='http://x.example/'>", customer="<i>Anne</i>"))

    sheet = shoppers.open()

    assert sheet.facts.question.text().startswith("<b>Bonjour</b>")
    for one in (sheet.facts.question, sheet.facts.who, sheet.facts.about, sheet.facts.answer):
        assert one.textFormat() is Qt.TextFormat.PlainText


def test_a_scan_still_goes_on_the_ticket(shoppers: Shoppers) -> None:
    shoppers.ask(question())
    sheet = shoppers.open()

    shoppers.cashier.scan(BREAD)

    assert len(shoppers.cashier.lines) == 1
    assert sheet.box.text.text() == ""


def test_in_training_it_is_said_that_questions_wait(shoppers: Shoppers) -> None:
    cashier = shoppers.cashier
    shoppers.ask(question())
    shoppers.open()
    cashier.write("Oui.")
    shoppers.write(lambda db: db.execute("UPDATE fiscal_head SET training = 1"))

    cashier.press(KEYS.Key_F12)

    assert "Questions wait until training is over" in cashier.window.toast.text
    assert shoppers.waiting == []
