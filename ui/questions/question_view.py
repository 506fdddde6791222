"""What the list of questions shows, as the shop's file knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pos.database import questions
from pos.domain.question import Question

if TYPE_CHECKING:
    from pos.database.connection import Database

MOST_ANSWERED: Final = 100


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The questions that wait, those that were answered, and the answers kept at hand (None before the first)."""

    open: tuple[Question, ...] = ()
    answered: tuple[Question, ...] = ()
    saved: tuple[str, ...] | None = None


def look(db: Database) -> QuestionView:
    """Ask the file for all of it."""
    return QuestionView(
        tuple(questions.open_questions(db)),
        tuple(questions.answered(db, MOST_ANSWERED)),
        questions.saved_answers(db),
    )
