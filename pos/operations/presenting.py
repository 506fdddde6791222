"""Presenting the shop in its window: its hours, the days on which they do not hold, who it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from pos.database import products, settings, till, window_words
from pos.database.connection import Database, snapshot, transaction
from pos.domain.errors import WindowWordWrong
from pos.domain.window_word import (
    LONGEST_LINE,
    LONGEST_PHONE,
    LONGEST_PRESENTATION,
    MOST_CLOSURES,
    WindowWord,
    WordFault,
    few_lines,
    one_line,
    tidy_address,
)
from pos.operations.editing import PHOTO_TYPE


@dataclass(frozen=True, slots=True)
class Presented:
    """What the window said before and says now, with the picture it showed before."""

    former: WindowWord
    word: WindowWord
    former_picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is kept, with the bytes of its picture; `phone` is what the shop's own sheet knows."""

    word: WindowWord
    picture: bytes | None = None
    phone: str = ""
    shop_name: str = ""


def look_at_word(db: Database) -> Presentation:
    """What the window says of the shop now."""
    with snapshot(db):
        word, shop = window_words.word(db), settings.shop_identity(db)
        picture = products.photo(db, word.picture) if word.picture else None
        return Presentation(word, picture, shop.phone, shop.name)


def keep_word(db: Database, wanted: WindowWord, *, picture: bytes | None = None) -> Presented:
    """Say this of the shop from now on; the sync thread must be woken.

    What is empty and was never said is left to the town; what is emptied is taken back.

    Args:
        db: the shop.
        wanted: what to say; its picture is the name of the one kept, empty for none.
        picture: another picture, written anew already.

    Raises:
        WindowWordWrong: it cannot be said; nothing is kept.
    """
    tidied = _tidied(wanted)
    with transaction(db):
        former = window_words.word(db)
        former_picture = products.photo(db, former.picture) if former.picture else None
        if picture is not None:
            tidied = replace(tidied, picture=keep_photo(db, picture))
        said = replace(_as_said(tidied, former), version=former.version)
        if said == former:
            return Presented(former, former, former_picture)
        said = replace(said, version=till.take(db, versions=1).first_version)
        window_words.put_word(db, said)
        if former.picture and former.picture != said.picture:
            products.drop_photo(db, former.picture)
    return Presented(former, said, former_picture)


def say_as_before(db: Database, presented: Presented) -> Presented:
    """Take a change of the window's word back, under a version of its own."""
    former = presented.former
    blank = WindowWord(former.hours, former.closures, former.presentation, former.website, former.phone, "")
    return keep_word(db, blank, picture=presented.former_picture)


def keep_photo(db: Database, picture: bytes) -> str:
    """Keep a picture once, in the running transaction; gives its name."""
    name = hashlib.sha256(picture).hexdigest()
    products.add_photo(db, name, PHOTO_TYPE, picture)
    return name


def _tidied(wanted: WindowWord) -> WindowWord:
    website = tidy_address(wanted.website or "")
    if website is None or len(website) > LONGEST_LINE:
        raise WindowWordWrong(WordFault.NO_ADDRESS)
    if len(wanted.closures) > MOST_CLOSURES:
        raise WindowWordWrong(WordFault.TOO_MANY_CLOSURES)
    return replace(
        wanted,
        presentation=few_lines(wanted.presentation or "")[:LONGEST_PRESENTATION],
        website=website,
        phone=one_line(wanted.phone or "")[:LONGEST_PHONE],
        picture=wanted.picture or "",
        closures=tuple(replace(one, reason=one_line(one.reason)[:LONGEST_LINE]) for one in wanted.closures),
    )


def _as_said(wanted: WindowWord, former: WindowWord) -> WindowWord:
    """What was never said and is empty still is not the shop's to say."""

    def said(now: str | None, before: str | None) -> str | None:
        return None if before is None and not now else now or ""

    return replace(
        wanted,
        hours=None if former.hours is None and not any(wanted.hours or ()) else wanted.hours,
        presentation=said(wanted.presentation, former.presentation),
        website=said(wanted.website, former.website),
        phone=said(wanted.phone, former.phone),
        picture=said(wanted.picture, former.picture),
    )
