"""News feeds (Atom, RFC 4287). Pure: what is told, and when it changed, is handed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_SPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ElementTree.register_namespace("", _SPACE)


@dataclass(frozen=True)
class Entry:
    """Something told; `id` is an address that names it for ever, `html` what it says."""

    id: str
    title: str
    url: str
    author: str
    html: str
    published: datetime
    updated: datetime


@dataclass(frozen=True)
class Feed:
    """A series of entries, the latest first; `url` is its own address, `page_url` the page that shows the same."""

    title: str
    url: str
    page_url: str
    author: str
    language: str
    entries: Sequence[Entry]


def feed(told: Feed, now: datetime) -> bytes:
    """Write a feed; where it holds nothing, it was last changed now."""
    root = ElementTree.Element(f"{{{_SPACE}}}feed", {"xml:lang": told.language})
    _text(root, "id", told.url)
    _text(root, "title", told.title)
    _text(root, "updated", _moment(max((entry.updated for entry in told.entries), default=now)))
    _link(root, "self", told.url, "application/atom+xml")
    _link(root, "alternate", told.page_url, "text/html")
    _text(_part(root, "author"), "name", told.author)
    for entry in told.entries:
        _entry(root, entry)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: ElementTree.Element, entry: Entry) -> None:
    part = _part(root, "entry")
    _text(part, "id", entry.id)
    _text(part, "title", entry.title)
    _text(part, "updated", _moment(entry.updated))
    _text(part, "published", _moment(entry.published))
    _link(part, "alternate", entry.url, "text/html")
    _text(_part(part, "author"), "name", entry.author)
    _text(part, "content", entry.html).set("type", "html")


def _text(root: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    part = _part(root, name)
    part.text = _NO_XML.sub("", text)
    return part


def _link(root: ElementTree.Element, relation: str, url: str, kind: str) -> None:
    _part(root, "link").attrib.update(rel=relation, href=_NO_XML.sub("", url), type=kind)


def _part(root: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(root, f"{{{_SPACE}}}{name}")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
