"""A till as the wire sees it, for tests of the catalogue: it pairs, describes products, sets levels, beats."""

import itertools
import weakref
from collections.abc import Sequence
from typing import Any

import msgspec
import requests

from sync import protocol

TIMEOUT_S = 20


def product(ref: str, name: str = "", *, version: int = 1, **values: Any) -> protocol.ProductRow:
    """A product as a till describes it; what a test does not say is of no account to it."""
    described = {"shown": True, "unit": "piece", "currency": "EUR", "price_minor": 450, **values}
    return protocol.ProductRow(product=ref, version=version, name=name or f"Article {ref}", **described)


def level(ref: str, quantity_milli: int, *, version: int = 1) -> protocol.LevelRow:
    """A level as a till tells it."""
    return protocol.LevelRow(ref, version, quantity_milli)


class Till:
    """A paired till that talks to a running catalogue over HTTP."""

    def __init__(self, url: str, code: str, *, till: str = "till-1", session: requests.Session | None = None) -> None:
        self.url = f"{url}/api/v1"
        self.session = session or requests.Session()
        weakref.finalize(self, self.session.close)
        wish = protocol.PairRequest(code=code, till=till, till_name="Caisse", epoch=1)
        self.joined = msgspec.json.decode(self.call("POST", "pair", wish).content, type=protocol.PairReply)
        self.session.headers["Authorization"] = f"Bearer {self.joined.key}"
        self._attempts = itertools.count(1)
        self._sent_ms = itertools.count(1)

    def call(self, method: str, path: str, message: protocol.Message | None = None) -> requests.Response:
        body = None if message is None else msgspec.json.encode(message)
        headers = {"Content-Type": protocol.MEDIA_TYPE}
        return self.session.request(method, f"{self.url}/{path}", data=body, headers=headers, timeout=TIMEOUT_S)

    def put_products(self, rows: Sequence[protocol.ProductRow]) -> protocol.BatchReply:
        return self._put("products", protocol.ProductBatch(self._attempt(), self.joined.term, tuple(rows)))

    def put_levels(self, rows: Sequence[protocol.LevelRow]) -> protocol.BatchReply:
        return self._put("levels", protocol.LevelBatch(self._attempt(), self.joined.term, tuple(rows)))

    def beat(self, *, version: int = 1, waiting: int = 0, closing: bool = False) -> protocol.HeartbeatReply:
        message = protocol.Heartbeat(self.joined.term, version, next(self._sent_ms), waiting, closing)
        return msgspec.json.decode(self.call("POST", "heartbeat", message).content, type=protocol.HeartbeatReply)

    def _put(self, path: str, batch: protocol.ProductBatch | protocol.LevelBatch) -> protocol.BatchReply:
        answer = self.call("PUT", path, batch)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=protocol.BatchReply)

    def _attempt(self) -> str:
        return f"{self.joined.term}-{next(self._attempts)}"
