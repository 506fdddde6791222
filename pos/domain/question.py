"""A question that a shopper asked online, as the shop sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

LONGEST_ANSWER: Final = 1_000


class QuestionState(StrEnum):
    """Where a question stands; one that was withdrawn is forgotten as soon as the till hears of it."""

    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one online shop (the target), at the revision the till knows.

    product_id and product_name are what it is about, empty for the shop itself; language is the shopper's. answered_at
    is when the shop answered, by its own clock. is_told says whether the shopper can know of the answer; refusal is
    the online shop's own reason why not, empty while it may still come to that. is_seen says whether somebody at the
    till looked at it.
    """

    target: str
    id: str
    revision: int
    state: QuestionState
    text: str
    asked_at: datetime
    product_id: str = ""
    product_name: str = ""
    customer: str = ""
    contact: str = ""
    language: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    is_told: bool = True
    refusal: str = ""
    is_seen: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.state is QuestionState.ASKED

    @property
    def has_mail(self) -> bool:
        """Whether the shopper left a mail address; otherwise it is a telephone number."""
        return "@" in self.contact
