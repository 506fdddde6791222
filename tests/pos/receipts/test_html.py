"""The page of a receipt: whole, alone, and harmless whatever the names on it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from pos.receipts import html
from pos.receipts.compose import sale_receipt
from pos.receipts.document import Align, Document, QrCode, Row, Size, Text
from pos.wording import Wording
from tests.golden.papers import SHOP, full_sale

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><svg onload=alert(1)>",
    "&lt;b&gt;&amp;",
    "\u202egnirb",
    "{body}{style}",
]
OURS = {"html", "head", "meta", "title", "style", "body", "main", "p", "hr", "table", "tr", "th", "td"}


class Page(HTMLParser):
    """The tags, attributes and words of a page as a browser takes them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_it_is_and_does_nothing(name: str) -> None:
    blocks = (Text(name, Align.CENTER, bold=True, size=Size.BIG), Row(name, name), QrCode(name))

    page = Page(html.render(Document(name, "fr", blocks)))

    assert page.tags <= OURS
    assert page.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class", "width"}
    assert page.words.count(name.replace("\u202e", "")) == 1 + 4


def test_the_page_stands_alone() -> None:
    source = html.render(sale_receipt(full_sale(), SHOP, Wording("fr")))

    for fetched in ("http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link"):
        assert fetched not in source
    assert "default-src 'none'" in source
    assert source.startswith('<!DOCTYPE html>\n<html lang="fr">')


def test_the_page_says_what_the_sale_says() -> None:
    sale, wording = full_sale(), Wording("fr")

    words = Page(html.render(sale_receipt(sale, SHOP, wording))).words

    for amount in (sale.total, sale.change, *(payment.amount for payment in sale.payments)):
        assert wording.money(amount) in words
    for line in sale.lines:
        assert line.name in words
        assert wording.amount(line.gross) in words
