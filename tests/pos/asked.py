"""Questions for tests, as an online shop's feed tells them."""

from __future__ import annotations

import itertools
from datetime import timedelta

from pos.database import online_links
from pos.database.connection import Database
from pos.database.online_links import CATALOGUE
from pos.domain.question import Question, QuestionState
from pos.operations.taking_questions import HeardQuestion, HeardQuestions, begin_anew, take
from tests import builders

_numbers = itertools.count(1)


def question(text: str = "Avez-vous du miel ?", *, contact: str = "06 12 34 56 78", **how: object) -> Question:
    """A question that waits, of a shopper with a telephone."""
    number = next(_numbers)
    told = {
        "target": CATALOGUE,
        "id": f"question-{number}",
        "revision": 1,
        "state": QuestionState.ASKED,
        "text": text,
        "asked_at": builders.NOON + timedelta(seconds=number),
        "customer": "Mme Petit",
        "contact": contact,
        "language": "fr",
    }
    return Question(**{**told, **how})  # type: ignore[arg-type]


class Feed:
    """An online shop's feed: whatever is told goes at its end, and is taken in."""

    def __init__(self, name: str = "feed-1") -> None:
        self.name, self.head = name, 0

    def tell(self, db: Database, *told: Question, is_last: bool = True) -> None:
        """These come next."""
        rows = tuple(HeardQuestion(self.head + place, one) for place, one in enumerate(told, start=1))
        page = HeardQuestions(self.name, self.head, self.head + len(rows), rows)
        link = online_links.get(db)
        assert link is not None
        begin_anew(db, link, page)
        assert take(db, link, page, is_last=is_last, now=builders.NOON) == page.head
        self.head = page.head
