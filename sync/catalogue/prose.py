"""A text that somebody typed, as a page shows it: paragraphs, and addresses that can be followed; nothing else."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_GAP = re.compile(r"\n[ \t]*\n\s*")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`{}|\\^\[\]]+", re.IGNORECASE)
_AFTERWARDS = ".,;:!?…»)"
_REL = "nofollow ugc noopener"


def as_html(text: str) -> SafeString:
    """Write a text in paragraphs, its lines kept, and its http and https addresses as links that vouch for nothing."""
    pieces = [piece.strip() for piece in _GAP.split(text.replace("\r\n", "\n")) if piece.strip()]
    return mark_safe("\n".join(f"<p>{_linked(piece)}</p>" for piece in pieces))  # noqa: S308 (every part is escaped)


def excerpt(text: str, length: int = 180) -> str:
    """Return the beginning of a text on one line, cut between two words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(_AFTERWARDS + "(« ") + "…"


def _linked(piece: str) -> str:
    parts: list[str] = []
    place = 0
    for found in _ADDRESS.finditer(piece):
        address = _without_punctuation(found[0])
        parts.append(_lines(piece[place : found.start()]))
        parts.append(f'<a href="{escape(address)}" rel="{_REL}">{escape(address)}</a>')
        place = found.start() + len(address)
    return "".join([*parts, _lines(piece[place:])])


def _without_punctuation(address: str) -> str:
    """Leave out what ends the sentence and not the address; a closing bracket stays where one was opened."""
    while address[-1] in _AFTERWARDS and not (address[-1] == ")" and address.count("(") >= address.count(")")):
        address = address[:-1]
    return address


def _lines(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>")
