"""Taking in what an online shop tells of questions: a page of the feed and how far it was read, in one transaction.

While an answer waits to be told, what the feed says of its question changes only whether there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pos.database import cursors, online_links, online_log, questions
from pos.database.connection import Database, transaction
from pos.database.cursors import QUESTIONS, Cursor
from pos.database.online_links import OnlineLink
from pos.database.questions import KeptAnswer
from pos.domain.identity import to_ms
from pos.domain.online_log import LogEvent
from pos.domain.question import Question, QuestionState

KEPT: Final = timedelta(days=30)
"""How long a question is kept after it was answered, or asked and never answered."""


@dataclass(frozen=True, slots=True)
class HeardQuestion:
    """A row of a feed: its place there, and the question, None where it could not be read for a reason."""

    cursor: int
    question: Question | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HeardQuestions:
    """What a feed told after a place in it; head is the newest cursor it ever gave out."""

    feed: str
    after: int
    head: int
    rows: tuple[HeardQuestion, ...]

    def follows(self, known: Cursor) -> bool:
        """Whether the feed is the one that was read to a place, and has forgotten nothing that it told before it."""
        return self.feed == known.feed and known.position <= self.head


def begin_anew(db: Database, link: OnlineLink, page: HeardQuestions) -> bool:
    """Read a feed from the start where it is another than was read; whether the page is of no use now."""
    known = cursors.get(db, link.target, QUESTIONS)
    if known is not None and page.follows(known):
        return False
    with transaction(db):
        if online_links.is_joined(db, link):
            cursors.put(db, link.target, QUESTIONS, Cursor(page.feed, 0))
            questions.forget_revisions(db, link.target)
    return known is not None


def take(db: Database, link: OnlineLink, page: HeardQuestions, *, is_last: bool, now: datetime) -> int | None:
    """Take in a page; gives the place the feed was read to, or None when the shop is no longer joined like that.

    May be repeated, late or doubled: a page after another place than the feed was read to is not taken, and a revision
    known already changes nothing. With the last page, what a feed read from the start did not name is forgotten.
    """
    known = cursors.get(db, link.target, QUESTIONS)
    start = 0 if known is None else known.position
    if known is None or known.feed != page.feed or start != page.after:
        return start
    with transaction(db):
        if not online_links.is_joined(db, link):
            return None
        for row in page.rows:
            _take(db, link.target, row, now)
            start = max(start, row.cursor)
        if page.rows:
            cursors.put(db, link.target, QUESTIONS, Cursor(page.feed, start))
        if is_last:
            questions.drop_unheard(db, link.target)
    return start


def settle(db: Database, link: OnlineLink, answer: KeptAnswer, heard: Question, *, now: datetime) -> None:
    """Settle an answer that was taken, and take over how the question stands."""
    with transaction(db):
        if online_links.is_joined(db, link) and questions.settle(db, answer):
            _take_over(db, heard, now)


def refuse(db: Database, link: OnlineLink, answer: KeptAnswer, *, reason: str, is_gone: bool) -> None:
    """Note that an answer was not taken: a question that is gone there is forgotten here."""
    with transaction(db):
        if online_links.is_joined(db, link) and questions.refuse(db, answer, reason) and is_gone:
            questions.drop(db, answer.target, answer.question_id)


def forget_old(db: Database, *, now: datetime) -> None:
    """Forget questions that are over for a month, with names and numbers."""
    with transaction(db):
        questions.forget_old(db, before_ms=to_ms(now - KEPT))


def _take(db: Database, target: str, row: HeardQuestion, now: datetime) -> None:
    question = row.question
    if question is None:
        online_log.note(db, target, LogEvent.QUESTION_UNREADABLE, now=now, reason=row.reason)
        return
    known = questions.get(db, target, question.id)
    if known is not None and question.revision <= known.revision:
        return
    if known is None and question.is_open:
        online_log.note(db, target, LogEvent.QUESTION_CAME, now=now, question=question.id)
    _take_over(db, question, now)


def _take_over(db: Database, heard: Question, now: datetime) -> None:
    """Let what the far end says stand in the place of what is known, but for an answer it has not heard yet."""
    if heard.state is QuestionState.WITHDRAWN:
        questions.drop(db, heard.target, heard.id)
        return
    known = questions.get(db, heard.target, heard.id)
    if known is not None and questions.waits(db, heard.target, heard.id):
        heard = replace(heard, state=known.state, answer=known.answer, answered_at=known.answered_at)
    is_seen = (known is not None and known.is_seen) or not heard.is_open
    questions.put(db, replace(heard, is_seen=is_seen), heard_at_ms=to_ms(now))
