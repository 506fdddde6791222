"""Questions over the wire: pulled by cursor, and telling what the shop answers.

Every call may be repeated, and no transaction is open while the network is waited for. Trouble of the line is raised as
it is, see `sync.orders`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pos.database import cursors, questions
from pos.operations import taking_questions
from sync.errors import Rejected
from sync.orders import NO_SUCH_CALL
from sync.question_rows import heard_questions, question_of
from sync.window_protocol import QUESTIONS_A_PAGE, Answer

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.database.online_links import OnlineLink
    from pos.database.questions import KeptAnswer
    from sync.connector import Connector

Clock = Callable[[], datetime]
Stopped = Callable[[], bool]

ANSWERS_AT_ONCE: Final = 20
PAGES_AT_ONCE: Final = 4
"""So much is told or read before the shop's news have their turn again."""
_GONE: Final = "no-such-question"


def pull(
    db: Database, link: OnlineLink, connector: Connector, *, clock: Clock, stopped: Stopped = lambda: False
) -> bool:
    """Read the feed of questions on from where it was read to, some pages at a time; whether there is more.

    Raises:
        SyncError: the line failed, or knows no such call (an older catalogue); what was read so far is kept.
    """
    known = cursors.get(db, link.target, cursors.QUESTIONS)
    after = 0 if known is None else known.position
    began_anew = False
    for _ in range(PAGES_AT_ONCE):
        if stopped():
            break
        page = heard_questions(link.target, connector.read_questions(after), after=after)
        if taking_questions.begin_anew(db, link, page):
            if began_anew:  # a feed that is another every time is none to wait for
                return False
            after, began_anew = 0, True
            continue
        is_last = len(page.rows) < QUESTIONS_A_PAGE
        reached = taking_questions.take(db, link, page, is_last=is_last, now=clock())
        if is_last or reached in {None, after}:
            return False
        after = reached or 0
    return True


def tell_answers(
    db: Database, link: OnlineLink, connector: Connector, *, clock: Clock, stopped: Stopped = lambda: False
) -> bool:
    """Tell what the shop answers, oldest first, each with its key until it is taken; whether there are more.

    An answer that the online shop refuses is kept with its reason for a person to see, and holds up no other.

    Raises:
        SyncError: the line failed, or knows no such call; what is not taken waits, with its key.
    """
    waiting = questions.waiting(db, link.target, ANSWERS_AT_ONCE + 1)
    for answer in waiting[:ANSWERS_AT_ONCE]:
        if stopped():
            break
        _tell(db, link, connector, answer, clock())
    return len(waiting) > ANSWERS_AT_ONCE


def _tell(db: Database, link: OnlineLink, connector: Connector, answer: KeptAnswer, now: datetime) -> None:
    questions.note_try(db, answer)
    told = Answer(answer.key, link.term, answer.question_id, answer.text)
    try:
        taken = connector.tell_answer(told)
    except Rejected as refusal:
        if refusal.kind == NO_SUCH_CALL:
            raise
        is_gone = refusal.kind == _GONE
        taking_questions.refuse(db, link, answer, reason=refusal.reason, is_gone=is_gone)
        return
    taking_questions.settle(db, link, answer, question_of(link.target, taken.question), now=now)
