"""What a shop's window says of it beside its stock, and what keeps a wish about it from being kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from pos.domain.opening_hours import ClosedDays, Week

LONGEST_PRESENTATION: Final = 2000
LONGEST_NEWS: Final = 2000
LONGEST_LINE: Final = 200
LONGEST_PHONE: Final = 32
MOST_CLOSURES: Final = 50
_HOST: Final = re.compile(r"(?=.{4,190}$)([\w-]+\.)+[^\W\d_]{2,}(:\d{1,5})?([/?#]\S*)?")


class WordFault(StrEnum):
    """What is wrong with a word of the window."""

    NO_ADDRESS = "no-address"
    TOO_MANY_CLOSURES = "too-many-closures"
    NO_TITLE = "no-title"
    BACKWARDS = "backwards"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class WindowWord:
    """Who the shop is in its window; None is not the shop's to say, so that what the town wrote stays.

    picture is the name (SHA-256) of a kept photo. version is 0 before anything was kept here.
    """

    hours: Week | None = None
    closures: tuple[ClosedDays, ...] = ()
    presentation: str | None = None
    website: str | None = None
    phone: str | None = None
    picture: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """A word to the town from a day to another, both counted, or without an end; shown False was taken back."""

    id: str
    title: str
    text: str = ""
    first: date = date.min
    last: date | None = None
    photo: str | None = None
    shown: bool = True
    version: int = 0


def tidy_address(text: str) -> str | None:
    """A site's address with its https in front; None where the text is none. Empty stays empty."""
    text = text.strip()
    if not text:
        return ""
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "https", text
    if scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(rest):
        return None
    return f"{scheme.lower()}://{rest}"


def one_line(text: str) -> str:
    """A text on one line, with single blanks and nothing that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def few_lines(text: str) -> str:
    """A text on its lines, each tidied, without empty ones at its ends."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()
