"""The catalogue called in the test's own process: a town with a clock, its tills, and what they get answered."""

import itertools
from collections.abc import Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from django.test import Client

from sync import protocol
from sync.catalogue import pairing
from sync.catalogue.models import Shop
from sync.catalogue.starting import Invitation, described_shop

NOON_MS = 1_700_046_000_000  # Wednesday 15 November 2023, 12:00 in Paris
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


class Town:
    """A catalogue that answers here; `now_ms` is what its clock says."""

    def __init__(self) -> None:
        self.now_ms = NOON_MS
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=False)

    def shop(self, name: str = "Épicerie du Port", **details: Any) -> Shop:
        """Make a shop, or find it by its name."""
        return described_shop(Invitation(name=name, **details), self.now_ms)

    def code(self, name: str = "Épicerie du Port") -> str:
        """Make a pairing code for a shop."""
        from django.conf import settings

        return pairing.new_code(self.shop(name), secret=settings.SECRET_KEY, now_ms=self.now_ms)

    def till(self, name: str = "Épicerie du Port", **details: Any) -> "PairedTill":
        """Pair a new till for a shop."""
        self.shop(name, **details)
        wish = protocol.PairRequest(code=self.code(name), till="till-1", till_name="Caisse", epoch=1)
        reply = self.call("POST", "pair", wish)
        assert reply.status_code == 200, reply.content
        return PairedTill(self, msgspec.json.decode(reply.content, type=protocol.PairReply))

    def call(
        self, method: str, path: str, message: protocol.Message | bytes | None = None, **extra: Any
    ) -> HttpResponse:
        """Make a call of the wire; `extra` are headers as Django's client spells them."""
        body = message if isinstance(message, bytes) else b"" if message is None else msgspec.json.encode(message)
        options = {"content_type": protocol.MEDIA_TYPE, **extra}
        return self.client.generic(method, f"/api/v1/{path}", body, **options)

    def page(self, path: str, language: str = "en", **extra: Any) -> str:
        """Get a page, in English unless asked otherwise, as text."""
        answer = self.client.get(path, headers={"Accept-Language": language}, **extra)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())


class PairedTill:
    """A till with its key."""

    def __init__(self, town: Town, joined: protocol.PairReply) -> None:
        self.town = town
        self.joined = joined
        self._attempts = itertools.count(1)

    @property
    def term(self) -> int:
        return self.joined.term

    def call(
        self, method: str, path: str, message: protocol.Message | bytes | None = None, **extra: Any
    ) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.joined.key}", **extra.pop("headers", {})}
        return self.town.call(method, path, message, headers=headers, **extra)

    def put_products(self, *rows: protocol.ProductRow, attempt: str = "") -> protocol.BatchReply:
        return self._put("products", protocol.ProductBatch(attempt or self._attempt(), self.term, rows))

    def put_levels(self, *rows: protocol.LevelRow, attempt: str = "") -> protocol.BatchReply:
        return self._put("levels", protocol.LevelBatch(attempt or self._attempt(), self.term, rows))

    def beat(
        self, *, version: int = 1, sent_at_ms: int | None = None, waiting: int = 0, closing: bool = False
    ) -> protocol.HeartbeatReply:
        sent = self.town.now_ms if sent_at_ms is None else sent_at_ms
        answer = self.call("POST", "heartbeat", protocol.Heartbeat(self.term, version, sent, waiting, closing))
        assert answer.status_code == 200, answer.content
        return msgspec.json.decode(answer.content, type=protocol.HeartbeatReply)

    def levels(self) -> dict[str, tuple[int, int]]:
        """What the catalogue believes, read page by page: (version, quantity) by product."""
        found: dict[str, tuple[int, int]] = {}
        after = ""
        while True:
            answer = self.call("GET", f"levels?limit=2&after={after}")
            page = msgspec.json.decode(answer.content, type=protocol.LevelPage)
            found |= {row.product: (row.version, row.quantity_milli) for row in page.rows}
            if page.after is None:
                return found
            after = page.after

    def _put(self, path: str, batch: protocol.ProductBatch | protocol.LevelBatch) -> protocol.BatchReply:
        answer = self.call("PUT", path, batch)
        assert answer.status_code == 200, answer.content
        return msgspec.json.decode(answer.content, type=protocol.BatchReply)

    def _attempt(self) -> str:
        return f"{self.term}-{next(self._attempts)}"


def problem(answer: HttpResponse) -> protocol.Problem:
    """Read a refusal; fails when it is not told as one."""
    assert answer.headers["Content-Type"] == protocol.PROBLEM_MEDIA_TYPE, answer.headers
    told = msgspec.json.decode(answer.content, type=protocol.Problem)
    assert told.status == answer.status_code
    return told


def outcomes(reply: protocol.BatchReply) -> Sequence[str]:
    """The outcome of each row, in the order sent."""
    return [result.outcome for result in reply.results]
