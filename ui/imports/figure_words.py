"""What an import will do or did, in sentences."""

from __future__ import annotations

from pos.database.imports import ImportRecord
from pos.exchange.product_lists.entry import FLAG_WORDS, WHY_WORDS, Entry, Refusal, explain_refusal
from pos.operations.importing import Figures, Since, Undone
from pos.wording import Wording, mark

_NAMES_SHOWN = 8
_SINCE = {Since.SOLD: mark("sold since"), Since.EDITED: mark("changed since")}


def headline(figures: Figures, wording: Wording) -> str:
    """New, changed, unchanged and refused, in one line; what there is none of is left out."""
    plural = wording.plural
    counted = (
        (figures.added, plural("{count} new article", "{count} new articles", figures.added)),
        (figures.changed, plural("{count} changed article", "{count} changed articles", figures.changed)),
        (figures.unchanged, plural("{count} already the same", "{count} already the same", figures.unchanged)),
        (figures.refused, plural("{count} refused row", "{count} refused rows", figures.refused)),
    )
    return " · ".join(_count(wording, sentence, count) for count, sentence in counted if count)


def remarks(figures: Figures, wording: Wording) -> list[str]:
    """What else is worth knowing before importing, a sentence each."""
    said = []
    if figures.to_price:
        sentence = wording.plural(
            "{count} new article has no price: it is asked at the first scan, where it can also go online.",
            "{count} new articles have no price: it is asked at the first scan, where they can also go online.",
            figures.to_price,
        )
        said.append(_count(wording, sentence, figures.to_price))
    if figures.categories:
        sentence = wording.plural("{count} new category", "{count} new categories", figures.categories)
        said.append(_count(wording, sentence, figures.categories))
    if figures.stock_kept:
        sentence = wording.plural(
            "The stock of {count} article is not taken: the shop counts it already.",
            "The stock of {count} articles is not taken: the shop counts it already.",
            figures.stock_kept,
        )
        said.append(_count(wording, sentence, figures.stock_kept))
    said += [f"{wording.number(count)} × {wording(FLAG_WORDS[flag])}" for flag, count in figures.flags]
    said += [
        f"{wording.number(count)} × {wording(WHY_WORDS[why]).format(detail='…')}" for why, count in figures.reasons
    ]
    return said


def outcome(record: ImportRecord, wording: Wording) -> str:
    """What an import did, in one line."""
    figures = Figures(added=record.added, changed=record.changed, unchanged=record.unchanged, refused=record.refused)
    return headline(figures, wording)


def undoing(result: Undone, wording: Wording) -> str:
    """What taking an import back did."""
    lines = [
        _count(
            wording,
            wording.plural("{count} article taken away.", "{count} articles taken away.", result.removed),
            result.removed,
        ),
        _count(
            wording,
            wording.plural(
                "{count} article as it was before.", "{count} articles as they were before.", result.restored
            ),
            result.restored,
        ),
    ]
    if result.left:
        sentence = wording.plural(
            "{count} article stays as it is:", "{count} articles stay as they are:", len(result.left)
        )
        lines.append(_count(wording, sentence, len(result.left)))
        lines += [f"– {one.name} ({wording(_SINCE[one.since])})" for one in result.left[:_NAMES_SHOWN]]
        if len(result.left) > _NAMES_SHOWN:
            lines.append("…")
    return "\n".join(lines)


def understood(read: Entry | Refusal, wording: Wording) -> str:
    """A row as it was understood: the article, what is worth a look in it, or why it is refused."""
    if isinstance(read, Refusal):
        return explain_refusal(wording, read.why, read.detail)
    price = wording("to price") if read.price is None else wording.money(read.price)
    parts = [*(wording(FLAG_WORDS[flag]) for flag in read.flags), read.name, price]
    return " · ".join(parts)


def time_left(done: int, total: int, elapsed_s: float, wording: Wording) -> str:
    """How long the rest will take at the pace so far; empty while that is a guess."""
    if elapsed_s < 1 or done <= 0 or total <= done:
        return ""
    seconds = max(1, round(elapsed_s * (total - done) / done))
    if seconds < 60:
        return _count(
            wording, wording.plural("about {count} second left", "about {count} seconds left", seconds), seconds
        )
    minutes = round(seconds / 60)
    return _count(wording, wording.plural("about {count} minute left", "about {count} minutes left", minutes), minutes)


def _count(wording: Wording, sentence: str, count: int) -> str:
    return sentence.format(count=wording.number(count))
