"""A shared catalogue in memory, as `sync.protocol` describes it: what stands at the far end of the fault server."""

from __future__ import annotations

import hashlib
import itertools
import threading
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec
from msgspec import structs

from sync.digest import bucket_of, fingerprints, level_mark, product_mark
from sync.order_protocol import BucketReply, DigestReply, EscrowBatch, HeldRow, Rules, Transition
from sync.protocol import (
    MEDIA_TYPE,
    PROBLEM_MEDIA_TYPE,
    BatchReply,
    Heartbeat,
    HeartbeatReply,
    LevelBatch,
    LevelPage,
    LevelRow,
    PairReply,
    PairRequest,
    Problem,
    ProductBatch,
    ProductRow,
    RowResult,
    TermReply,
    TermRequest,
    WitnessedHead,
    WitnessReply,
    WitnessRequest,
)
from tests.sync.pretend_orders import PretendOrders


class Asked(NamedTuple):
    """A call as it arrived."""

    method: str
    path: str
    key: str
    body: bytes
    media_type: str = "application/json"


class Answered(NamedTuple):
    """An answer as it is to be sent."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class Mark(NamedTuple):
    """Which word of a till is held."""

    term: int
    version: int


@dataclass
class PretendShop:
    """What the catalogue holds of one shop."""

    name: str
    term: int = 0
    epoch: int = 1
    products: dict[str, tuple[Mark, ProductRow]] = field(default_factory=dict)
    levels: dict[str, tuple[Mark, int]] = field(default_factory=dict)
    attempts: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    beats: list[Heartbeat] = field(default_factory=list)
    witnessed: WitnessedHead | None = None
    applied: int = 0
    orders: PretendOrders = field(default_factory=PretendOrders)


AnyMessage = TypeVar("AnyMessage", bound=msgspec.Struct)


class RefusedCall(Exception):
    """A call answered with a problem."""

    def __init__(self, status: int, kind: str, detail: str = "") -> None:
        self.problem = Problem(kind, kind, status, detail)


class PretendCatalogue:
    """Answers calls; one at a time, as a catalogue with one writer does."""

    def __init__(self) -> None:
        self.shops: dict[str, PretendShop] = {}
        self._codes: dict[str, str] = {}
        self._keys: dict[str, tuple[str, int, str]] = {}
        self._numbers = itertools.count(1)
        self._one_at_a_time = threading.Lock()
        self.blamed: set[str] = set()
        """Products for which a whole batch is refused, as a strict server does with a row it cannot read."""

    def invite(self, name: str) -> str:
        """A pairing code for a shop, which is made when it is not there."""
        self.shops.setdefault(name, PretendShop(name))
        code = f"CODE-{next(self._numbers):04d}"
        self._codes[code] = name
        return code

    def forget_keys(self) -> None:
        """Every till is unknown from now on."""
        self._keys.clear()

    def __call__(self, asked: Asked) -> Answered:
        """Answer one call."""
        with self._one_at_a_time:
            try:
                return Answered(200, MEDIA_TYPE, self._answer(asked))
            except RefusedCall as refused:
                return Answered(refused.problem.status, PROBLEM_MEDIA_TYPE, msgspec.json.encode(refused.problem))

    def _answer(self, asked: Asked) -> bytes:
        route = (asked.method, asked.path.partition("?")[0].removeprefix("/api/v1/"))
        if route == ("POST", "pair"):
            return self._pair(_decoded(asked.body, PairRequest))
        held = self._keys.get(asked.key)
        if held is None:
            raise RefusedCall(401, "not-signed-in")
        name, key_term, till = held
        shop = self.shops[name]
        match route:
            case ("POST", "term"):
                return self._grant(shop, asked.key, till, _decoded(asked.body, TermRequest))
            case ("PUT", "products"):
                return self._products(shop, key_term, asked.body)
            case ("PUT", "levels"):
                return self._levels(shop, key_term, asked.body)
            case ("POST", "heartbeat"):
                beat = _decoded(asked.body, Heartbeat)
                _check_term(shop, key_term, beat.term)
                shop.beats.append(beat)
                return msgspec.json.encode(HeartbeatReply(beat.term, beat.version, beat.sent_at_ms))
            case ("POST", "witness"):
                return self._witness(shop, till, _decoded(asked.body, WitnessRequest))
            case ("GET", "witness"):
                return msgspec.json.encode(WitnessReply(till, shop.witnessed))
            case ("GET", "levels"):
                return msgspec.json.encode(_page(shop, parse_qs(urlsplit(asked.path).query)))
            case ("GET", "digest"):
                return msgspec.json.encode(_digest(shop, key_term))
            case ("GET", path) if path.startswith("digest/"):
                return msgspec.json.encode(_bucket(shop, int(path.removeprefix("digest/"))))
            case (_, "orders" | "rules" | "escrow"):
                return self._reservations(shop, key_term, asked)
        raise RefusedCall(404, "about:blank")

    def _reservations(self, shop: PretendShop, key_term: int, asked: Asked) -> bytes:
        path, _, query = asked.path.removeprefix("/api/v1/").partition("?")
        match asked.method, path:
            case "GET", "orders":
                wanted = {name: values[0] for name, values in parse_qs(query).items()}
                return shop.orders.page(int(wanted["after"]), int(wanted["limit"]), asked=wanted["asked"])
            case "GET", "escrow":
                _check_term(shop, key_term, shop.term)
                (asked_with,) = parse_qs(query)["asked"]
                return msgspec.json.encode(structs.replace(shop.orders.read_units(shop.term), asked=asked_with))
            case "PUT", "rules":
                rules = _decoded(asked.body, Rules)
                _check_term(shop, key_term, rules.term)
                return msgspec.json.encode(shop.orders.take_rules(rules))
            case "PUT", "escrow":
                batch = _decoded(asked.body, EscrowBatch)
                _check_term(shop, key_term, batch.term)
                return msgspec.json.encode(shop.orders.take_units(batch))
        deed = _decoded(asked.body, Transition)
        _check_term(shop, key_term, deed.term)
        for row in deed.levels:
            if (deed.term, row.version) > shop.levels.get(row.product, (Mark(0, 0), 0))[0]:
                shop.levels[row.product] = (Mark(deed.term, row.version), row.quantity_milli)
        reply = shop.orders.move(deed)
        if reply is None:
            raise RefusedCall(404, "no-such-order", "There is no such reservation.")
        return msgspec.json.encode(reply)

    def _witness(self, shop: PretendShop, till: str, told: WitnessRequest) -> bytes:
        held = shop.witnessed
        is_later = held is None or (told.head.epoch, told.head.seq) > (held.epoch, held.seq)
        if is_later and (held is None or told.known == held):
            shop.witnessed = told.head
        return msgspec.json.encode(WitnessReply(till, shop.witnessed))

    def _pair(self, wish: PairRequest) -> bytes:
        name = self._codes.pop(wish.code, None)
        if name is None:
            raise RefusedCall(403, "pairing-code", "The code is wrong.")
        shop = self.shops[name]
        shop.term += 1
        shop.epoch = wish.epoch
        key = f"key-{next(self._numbers)}"
        self._keys[key] = (name, shop.term, wish.till)
        return msgspec.json.encode(PairReply(name, name, key, shop.term, f"http://127.0.0.1/{name}", wish.nonce))

    def _grant(self, shop: PretendShop, key: str, till: str, wish: TermRequest) -> bytes:
        _, key_term, _ = self._keys[key]
        if wish.till != till or wish.epoch < shop.epoch or (wish.epoch == shop.epoch and key_term != shop.term):
            raise RefusedCall(409, "stale-term")
        if wish.epoch > shop.epoch:
            shop.term += 1
            shop.epoch = wish.epoch
            self._keys[key] = (shop.name, shop.term, till)
        return msgspec.json.encode(TermReply(till, wish.epoch, shop.term))

    def _products(self, shop: PretendShop, key_term: int, body: bytes) -> bytes:
        batch = _decoded(body, ProductBatch)
        _check_term(shop, key_term, batch.term)
        if self.blamed & {row.product for row in batch.rows}:
            raise RefusedCall(400, "bad-message", "One of the rows cannot be read.")

        def take(row: ProductRow) -> RowResult:
            if "\x07" in row.name:
                return RowResult(row.product, row.version, "refused", "the name holds control characters")
            mark = Mark(batch.term, row.version)
            if row.product in shop.products and mark <= shop.products[row.product][0]:
                return RowResult(row.product, row.version, "stale")
            shop.products[row.product] = (mark, row)
            shop.applied += 1
            return RowResult(row.product, row.version, "applied")

        return _once(
            shop, batch.attempt, body, lambda: BatchReply(batch.attempt, batch.term, tuple(map(take, batch.rows)))
        )

    def _levels(self, shop: PretendShop, key_term: int, body: bytes) -> bytes:
        batch = _decoded(body, LevelBatch)
        _check_term(shop, key_term, batch.term)

        def take(row: LevelRow) -> RowResult:
            if row.product not in shop.products:
                return RowResult(row.product, row.version, "refused", "unknown product")
            mark = Mark(batch.term, row.version)
            if row.product in shop.levels and mark <= shop.levels[row.product][0]:
                return RowResult(row.product, row.version, "stale")
            shop.levels[row.product] = (mark, row.quantity_milli)
            shop.applied += 1
            return RowResult(row.product, row.version, "applied")

        return _once(
            shop, batch.attempt, body, lambda: BatchReply(batch.attempt, batch.term, tuple(map(take, batch.rows)))
        )


def _once(shop: PretendShop, attempt: str, body: bytes, take: object) -> bytes:
    assert callable(take)
    digest = hashlib.sha256(body).digest()
    if attempt in shop.attempts:
        held, reply = shop.attempts[attempt]
        if held != digest:
            raise RefusedCall(422, "attempt-reused")
        return reply
    reply = msgspec.json.encode(take())
    shop.attempts[attempt] = (digest, reply)
    return reply


def _page(shop: PretendShop, asked: dict[str, list[str]]) -> LevelPage:
    after, limit = asked.get("after", [""])[0], int(asked["limit"][0])
    rows = [LevelRow(one, mark.version, milli) for one, (mark, milli) in sorted(shop.levels.items()) if one > after]
    return LevelPage(tuple(rows[:limit]), rows[limit - 1].product if len(rows) > limit else None)


def _digest(shop: PretendShop, term: int) -> DigestReply:
    shown = {one: mark for one, (mark, row) in shop.products.items() if row.shown}
    levels = {one: held for one, held in shop.levels.items() if one in shown}
    return DigestReply(
        term,
        fingerprints((one, product_mark(one, *mark)) for one, mark in shown.items()),
        fingerprints((one, level_mark(one, *mark, milli)) for one, (mark, milli) in levels.items()),
        len(shown),
        len(levels),
    )


def _bucket(shop: PretendShop, bucket: int) -> BucketReply:
    def row(one: str) -> HeldRow:
        mark, told = shop.products[one]
        level, milli = shop.levels.get(one, (None, None))
        return HeldRow(one, *mark, told.shown, level and level.term, level and level.version, milli)

    return BucketReply(bucket, tuple(row(one) for one in sorted(shop.products) if bucket_of(one) == bucket))


def _check_term(shop: PretendShop, key_term: int, given: int) -> None:
    if (key_term, given) != (shop.term, shop.term):
        raise RefusedCall(409, "stale-term")


def _decoded(body: bytes, kind: type[AnyMessage]) -> AnyMessage:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise RefusedCall(400, "bad-message", str(error)) from error
