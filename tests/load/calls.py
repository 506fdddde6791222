"""The calls of a load run as bytes on the wire, drawn by how often each thing is asked for."""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from sync.protocol import MEDIA_TYPE, LevelBatch, LevelRow
from tests.load import filling
from tests.load.goods import article, searches
from tests.load.popularity import Zipf

READS = {"home": 0.10, "category": 0.05, "shop": 0.25, "product": 0.60}
"""What of ten pages are which, as visitors who come by a search engine and by the town's own page leave them."""
ENGLISH = 0.2
ROWS_A_PUSH = 10
SEARCHES = 200


@dataclass(frozen=True)
class Call:
    """A request, its kind, and its bytes."""

    kind: str
    sent: bytes


class Calls:
    """Draws calls for a town; the same chance gives the same calls, but for the versions of what is pushed."""

    def __init__(self, shops: int, products: int, host: str, seed: int) -> None:
        self._chance = random.Random(seed)
        self._products, self._host = products, host
        self._shops = Zipf(shops)
        self._articles = Zipf(products)
        self._words = searches(random.Random(1), SEARCHES)
        self._asked = Zipf(len(self._words))
        self._trades = sorted({article(shop, place).category for shop in range(min(8, shops)) for place in range(8)})
        self._numbers = itertools.count(time.time_ns() // 1000)

    def draw(self, mix: dict[str, float], besides: int = -1) -> Call:
        """Draw a call: a page, a search or a push of any shop besides one."""
        kind = self._chance.choices(tuple(mix), tuple(mix.values()))[0]
        if kind == "push":
            return self.push(next(shop for shop in iter(self._shop, None) if shop != besides))
        if kind == "search":
            words = self._words[self._asked.draw(self._chance)]
            return self._get("search", f"/?q={quote(words)}")
        return self._page()

    def push(self, shop: int, kind: str = "push") -> Call:
        """A batch of levels from a shop's till, each newer than all before."""
        version = next(self._numbers)
        places = {self._articles.draw(self._chance) for _ in range(ROWS_A_PUSH)}
        rows = tuple(LevelRow(f"p{place}", version, self._chance.randrange(30) * 1000) for place in places)
        body = msgspec.json.encode(LevelBatch(f"load-{version}", filling.TERM, rows))
        head = (
            f"PUT /api/v1/levels HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {filling.key(shop)}\r\n"
            f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return Call(kind, head.encode() + body)

    def _shop(self) -> int:
        return self._shops.draw(self._chance)

    def _page(self) -> Call:
        kind = self._chance.choices(tuple(READS), tuple(READS.values()))[0]
        shop = filling.slug(self._shop())
        if kind == "home":
            return self._get(kind, "/")
        if kind == "category":
            return self._get(kind, f"/?category={_key(self._chance.choice(self._trades))}")
        if kind == "shop":
            return self._get(kind, f"/boutiques/{shop}/")
        return self._get(kind, f"/boutiques/{shop}/articles/p{self._articles.draw(self._chance)}/")

    def _get(self, kind: str, path: str) -> Call:
        language = "en" if self._chance.random() < ENGLISH else "fr-FR,fr;q=0.9"
        lines = f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Language: {language}\r\n\r\n"
        return Call(kind, lines.encode())


def _key(category: str) -> str:
    from sync.catalogue.folding import key

    return key(category)
