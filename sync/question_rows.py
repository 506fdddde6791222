"""Questions as they travel, read row by row: one that cannot be read stops no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from pos.domain.question import Question, QuestionState
from pos.operations.taking_questions import HeardQuestion, HeardQuestions
from sync import window_protocol as wire
from sync.protocol import Id, Version

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_decoder: Final = msgspec.json.Decoder(wire.QuestionRow)


class QuestionFeedPage(msgspec.Struct, frozen=True):
    """A QuestionPage whose rows are not read yet."""

    feed: Id
    head: int
    rows: tuple[msgspec.Raw, ...]
    asked: str = ""


class AnswerTaken(msgspec.Struct, frozen=True):
    """An AnswerReply."""

    key: Id
    question: wire.QuestionRow


class _Placed(msgspec.Struct, frozen=True):
    """What of a row must be readable for the feed to go on."""

    cursor: Version


def heard_questions(target: str, page: QuestionFeedPage, *, after: int) -> HeardQuestions:
    """A page of an online shop's feed, asked for after a place in it; a row without a place in it is left out."""
    rows = tuple(heard for raw in page.rows if (heard := _heard(target, bytes(raw))) is not None)
    return HeardQuestions(page.feed, after, page.head, rows)


def question_of(target: str, row: wire.QuestionRow) -> Question:
    """The question that a row tells."""
    return Question(
        target=target,
        id=row.question,
        revision=row.revision,
        state=QuestionState(row.state),
        text=row.text,
        asked_at=_moment(row.asked_ms),
        product_id=row.product,
        product_name=row.product_name,
        customer=row.customer,
        contact=row.contact,
        language=row.language,
        answer=row.answer,
        answered_at=None if row.answered_ms is None else _moment(row.answered_ms),
    )


def _heard(target: str, raw: bytes) -> HeardQuestion | None:
    try:
        row = _decoder.decode(raw)
        return HeardQuestion(row.cursor, question_of(target, row))
    except (msgspec.DecodeError, UnicodeError, OverflowError, ValueError) as problem:
        reason = str(problem)
    try:
        return HeardQuestion(msgspec.json.decode(raw, type=_Placed).cursor, None, reason)
    except (msgspec.DecodeError, UnicodeError):
        return None


def _moment(at_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at_ms)
