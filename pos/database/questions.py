"""Questions that shoppers asked online, one row each, and the answers that the online shop is still to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from pos.database import settings
from pos.domain.identity import to_ms
from pos.domain.question import Question, QuestionState

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SAVED: Final = "questions.answers"
_NAMES: Final = (
    "target, id, revision, state, text, asked_at_ms, product_id, product_name, customer, contact, language, answer,"
    " answered_at_ms, seen"
)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given; `key` makes it one however often it is told."""

    target: str
    question_id: str
    key: str
    text: str


def get(db: Database, target: str, question_id: str) -> Question | None:
    """A question, or None."""
    found = _found(db, "q.target = ? AND q.id = ?", (target, question_id))
    return found[0] if found else None


def open_questions(db: Database) -> list[Question]:
    """Those that wait for an answer, the oldest first."""
    return _found(db, "q.state = 'asked' ORDER BY q.asked_at_ms, q.id")


def answered(db: Database, most: int) -> list[Question]:
    """Those that were answered, the latest first."""
    return _found(db, "q.state = 'answered' ORDER BY q.answered_at_ms DESC, q.id LIMIT ?", (most,))


def count_open(db: Database) -> int:
    """How many wait for an answer."""
    return int(db.value("SELECT count(*) FROM question WHERE state = 'asked'"))


def last_heard_ms(db: Database) -> int:
    """When the latest change of any question was heard or made, 0 before the first."""
    return int(db.value("SELECT coalesce(max(heard_at_ms), 0) FROM question"))


def put(db: Database, question: Question, *, heard_at_ms: int) -> None:
    """Write a question in the place of what was known of it, inside a transaction."""
    names = f"{_NAMES}, heard_at_ms".split(", ")
    db.execute(
        f"INSERT INTO question ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (target, id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names[2:])}",
        (
            question.target, question.id, question.revision, question.state.value, question.text,
            to_ms(question.asked_at), question.product_id, question.product_name, question.customer, question.contact,
            question.language, question.answer,
            None if question.answered_at is None else to_ms(question.answered_at), int(question.is_seen), heard_at_ms,
        ),
    )  # fmt: skip


def drop(db: Database, target: str, question_id: str) -> None:
    """Forget a question, with the answer that waits."""
    db.execute("DELETE FROM question WHERE target = ? AND id = ?", (target, question_id))


def mark_seen(db: Database) -> None:
    """Note that somebody looked at all of them; the one statement is its own transaction."""
    db.execute("UPDATE question SET seen = 1 WHERE seen = 0")


def forget_revisions(db: Database, target: str) -> None:
    """Note that an online shop's feed is read from the start again: whatever it says of a question is news."""
    db.execute("UPDATE question SET revision = 0 WHERE target = ?", (target,))


def drop_unheard(db: Database, target: str) -> None:
    """Forget those that were not named since the feed is read from the start again: they are forgotten there."""
    db.execute("DELETE FROM question WHERE target = ? AND revision = 0", (target,))


def forget_old(db: Database, *, before_ms: int) -> None:
    """Forget what was answered, or else asked, before a moment; nobody waits for it any more."""
    db.execute("DELETE FROM question WHERE coalesce(answered_at_ms, asked_at_ms) < ?", (before_ms,))


def keep_answer(db: Database, answer: KeptAnswer, *, made_at_ms: int) -> None:
    """Keep an answer to be told, in the place of an earlier one, inside the transaction that gives it."""
    db.execute(
        "INSERT INTO question_answer (target, question_id, key, text, made_at_ms) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (target, question_id) DO UPDATE SET key = excluded.key, text = excluded.text, refusal = '',"
        " tries = 0, made_at_ms = excluded.made_at_ms",
        (answer.target, answer.question_id, answer.key, answer.text, made_at_ms),
    )


def waiting(db: Database, target: str, most: int) -> list[KeptAnswer]:
    """The answers that an online shop is still to be told, in the order they were given."""
    rows = db.rows(
        "SELECT target, question_id, key, text FROM question_answer WHERE target = ? AND refusal = ''"
        " ORDER BY made_at_ms, question_id LIMIT ?",
        (target, most),
    )
    return [KeptAnswer(*row) for row in rows]


def waits(db: Database, target: str, question_id: str) -> bool:
    """Whether an answer to a question is still to be told."""
    found = db.row(
        "SELECT 1 FROM question_answer WHERE target = ? AND question_id = ? AND refusal = ''", (target, question_id)
    )
    return found is not None


def note_try(db: Database, answer: KeptAnswer) -> None:
    """Count that an answer is about to be told once more; the one statement is its own transaction."""
    db.execute("UPDATE question_answer SET tries = tries + 1 WHERE target = ? AND key = ?", (answer.target, answer.key))


def settle(db: Database, answer: KeptAnswer) -> bool:
    """Note that an answer was taken; whether it was the one that waited."""
    done = db.execute("DELETE FROM question_answer WHERE target = ? AND key = ?", (answer.target, answer.key))
    return bool(done.rowcount)


def refuse(db: Database, answer: KeptAnswer, reason: str) -> bool:
    """Note that an answer was not taken, for a person to see; whether it was the one that waited."""
    done = db.execute(
        "UPDATE question_answer SET refusal = ? WHERE target = ? AND key = ?",
        (reason or "refused", answer.target, answer.key),
    )
    return bool(done.rowcount)


def saved_answers(db: Database) -> tuple[str, ...] | None:
    """The answers that the shop keeps at hand, None before it kept or took away the first."""
    body = settings.get(db, _SAVED)
    return msgspec.json.decode(body, type=tuple[str, ...]) if body else None


def put_saved_answers(db: Database, answers: Sequence[str]) -> None:
    """Set the answers that the shop keeps at hand."""
    settings.put(db, _SAVED, msgspec.json.encode(list(answers)).decode())


def _found(db: Database, condition: str, values: Sequence[str | int] = ()) -> list[Question]:
    names = ", ".join(f"q.{name}" for name in _NAMES.split(", "))
    rows = db.rows(
        f"SELECT {names}, a.key IS NOT NULL, coalesce(a.refusal, '') FROM question q LEFT JOIN question_answer a"
        f" ON a.target = q.target AND a.question_id = q.id WHERE {condition}",
        values,
    )
    return [_question(row) for row in rows]


def _question(row: Row) -> Question:
    target, question_id, revision, state, text, asked_ms, *about, answered_ms, seen, waits_still, refusal = row
    product_id, product_name, customer, contact, language, answer = about
    return Question(
        target=target,
        id=question_id,
        revision=revision,
        state=QuestionState(state),
        text=text,
        asked_at=_moment(asked_ms),
        product_id=product_id,
        product_name=product_name,
        customer=customer,
        contact=contact,
        language=language,
        answer=answer,
        answered_at=None if answered_ms is None else _moment(answered_ms),
        is_told=not waits_still,
        refusal=refusal,
        is_seen=bool(seen),
    )


def _moment(at_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at_ms)
