"""Answering what shoppers asked online; each answer is one transaction, and told when there is a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from unicodedata import category

from pos.database import online_log, questions
from pos.database.connection import Database, transaction
from pos.database.journal import training
from pos.database.questions import KeptAnswer
from pos.domain.errors import AnswerEmpty, QuestionsWaitInTraining, UnknownQuestion
from pos.domain.identity import NewId, to_ms
from pos.domain.online_log import LogEvent
from pos.domain.question import LONGEST_ANSWER, Question, QuestionState
from pos.domain.staff import Right
from pos.operations.allowing import check_allowed

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIDDEN: Final = {"Cc", "Cf", "Cs"}
MOST_SAVED: Final = 9
"""So many answers are kept at hand; each has a key on the screen."""


def answer(db: Database, target: str, question_id: str, text: str, *, now: datetime, new_id: NewId) -> Question:
    """Answer a question, or answer it anew; the sync worker must be woken afterwards.

    May be repeated: the same words as stand there already change nothing.

    Args:
        db: the shop.
        target: the online shop.
        question_id: the question.
        text: the answer, as the shopper reads it.
        now: the moment.
        new_id: names the answer for the online shop.

    Raises:
        AnswerEmpty, UnknownQuestion, QuestionsWaitInTraining: nothing is written.
        NotSignedIn, NotAllowed: nothing is written.
        DatabaseError: nothing is written.
    """
    check_allowed(db, Right.SELL)
    said = _tidied(text)
    with transaction(db):
        if training.is_on(db):
            raise QuestionsWaitInTraining
        known = questions.get(db, target, question_id)
        if known is None:
            raise UnknownQuestion(question_id)
        if known.answer == said and not known.refusal:
            return known
        done = replace(
            known, state=QuestionState.ANSWERED, answer=said, answered_at=now, is_told=False, refusal="", is_seen=True
        )
        questions.put(db, done, heard_at_ms=to_ms(now))
        questions.keep_answer(db, KeptAnswer(target, question_id, new_id(), said), made_at_ms=to_ms(now))
        online_log.note(db, target, LogEvent.QUESTION_ANSWERED, now=now, question=question_id)
    return done


def keep_saved(db: Database, text: str, *, usual: Sequence[str]) -> tuple[str, ...]:
    """Keep an answer at hand, the latest first; gives all that are. May be repeated.

    Args:
        db: the shop.
        text: the answer.
        usual: those that are at hand in a shop that never chose.

    Raises:
        AnswerEmpty: nothing is written.
    """
    said = _tidied(text)
    with transaction(db):
        saved = tuple(one for one in _saved(db, usual) if one != said)
        kept = (said, *saved)[:MOST_SAVED]
        questions.put_saved_answers(db, kept)
    return kept


def drop_saved(db: Database, text: str, *, usual: Sequence[str]) -> tuple[str, ...]:
    """Keep an answer at hand no longer; gives those that still are. May be repeated. For `usual` see `keep_saved`."""
    with transaction(db):
        kept = tuple(one for one in _saved(db, usual) if one != text)
        questions.put_saved_answers(db, kept)
    return kept


def _saved(db: Database, usual: Sequence[str]) -> Sequence[str]:
    saved = questions.saved_answers(db)
    return usual if saved is None else saved


def _tidied(text: str) -> str:
    """An answer as it is told: lines without what hides in them, no longer than the wire takes.

    Raises:
        AnswerEmpty: nothing is left.
    """
    seen = ("".join(sign for sign in line if category(sign) not in _HIDDEN) for line in text.splitlines())
    said = "\n".join(line.strip() for line in seen).strip()[:LONGEST_ANSWER].strip()
    if not said:
        raise AnswerEmpty
    return said
