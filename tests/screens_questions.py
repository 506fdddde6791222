"""How the list of questions is posed for its pictures: questions of our invention in the demo shop's own file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from pos.database import online_links, questions
from pos.database.connection import Database, transaction
from pos.database.questions import KeptAnswer
from pos.domain.identity import to_ms
from pos.domain.question import Question, QuestionState
from pos.wording import Wording
from sync.state import WindowState
from tests.screens_orders import LINK, NOW, TARGET
from ui.questions.questions_sheet import QuestionsSheet, Shelf

if TYPE_CHECKING:
    from tests.screens import Sitting

_ENGLISH: Final = "Do you have gluten-free bread on Saturdays? We come with four children and two bikes."
_FRENCH: Final = "Avez-vous du pain sans gluten le samedi ? Nous venons à six avec deux vélos."


def question(place: int, text: str, *, minutes: int, state: QuestionState = QuestionState.ASKED) -> Question:
    """A question asked so many minutes ago, about the shop."""
    return Question(
        target=TARGET,
        id=f"question-{place}",
        revision=1,
        state=state,
        text=text,
        asked_at=NOW - timedelta(minutes=minutes),
        customer="Mme Perrin",
        contact="06 12 34 56 78",
        language="fr",
        answered_at=NOW if state is QuestionState.ANSWERED else None,
    )


def _write(db: Database, wording: Wording) -> None:
    is_french = wording.language == "fr"
    bread = question(1, _FRENCH if is_french else _ENGLISH, minutes=12)
    honey = question(
        2, "Le miel de lavande reviendra-t-il ?" if is_french else "Will the lavender honey come back?", minutes=190
    )
    done = question(
        3,
        "Êtes-vous ouverts lundi ?" if is_french else "Are you open on Monday?",
        minutes=1500,
        state=QuestionState.ANSWERED,
    )
    refused = replace(done, id="question-4", customer="Paul Lefèvre", answer=wording("No, sorry."))
    with transaction(db):
        if online_links.get(db, TARGET) is None:
            online_links.put(db, LINK)
        for one in (
            replace(bread, product_name="Pain de campagne au levain 800 g"),
            replace(honey, customer="Inès Moreau", contact="ines@exemple.fr", language="en"),
            replace(done, answer=wording("Yes, we have it.")),
            refused,
        ):
            questions.put(db, one, heard_at_ms=to_ms(NOW))
        kept = KeptAnswer(TARGET, refused.id, "k1", refused.answer)
        questions.keep_answer(db, kept, made_at_ms=to_ms(NOW))
        questions.refuse(db, kept, "The answer is too long.")


def told_of(sitting: Sitting) -> None:
    """Two shoppers wait, and the status line says so."""
    till = sitting.till
    sitting.shop_a_little()
    till.background.run(partial(_write, wording=till.wording))
    sitting.settle()
    till.late.hear_window(WindowState(linked=True, current_at=NOW, questions_open=2))
    sitting.settle()


def _sheet(sitting: Sitting) -> QuestionsSheet:
    told_of(sitting)
    sitting.till.late.questions.open()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, QuestionsSheet))
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, QuestionsSheet)
    return sheet


def listed(sitting: Sitting) -> None:
    """The list, an answer being written."""
    sheet = _sheet(sitting)
    sheet.box.text.setText(sheet.box.saved[0])


def turned_down(sitting: Sitting) -> None:
    """Those that were answered, one of which the online shop would not take."""
    sheet = _sheet(sitting)
    sheet.shelf.choose(Shelf.ANSWERED)


def none(sitting: Sitting) -> None:
    """Nobody asked anything."""
    sitting.till.late.questions.open()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, QuestionsSheet))
