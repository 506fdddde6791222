"""The town's shared catalogue: `sync.protocol` over HTTP.

Importing this module imports requests: only the sync thread and commands do.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlencode

import msgspec

from sync.errors import Temporary, Unsettled
from sync.http import Patience, Remote
from sync.order_protocol import (
    ORDERS_A_PAGE,
    BucketReply,
    DigestReply,
    EscrowBatch,
    EscrowReply,
    NeighbourHold,
    NeighbourReply,
    Rules,
    RulesReply,
    StatusReply,
    TownPage,
    Transition,
)
from sync.order_rows import DeedAnswer, FeedPage
from sync.protocol import (
    BatchReply,
    Heartbeat,
    HeartbeatReply,
    LevelPage,
    PairReply,
    PairRequest,
    TermReply,
    TermRequest,
    WitnessedHead,
    WitnessReply,
    WitnessRequest,
)
from sync.window_protocol import (
    NewsBatch,
    PhotoBatch,
    PhotoBatchReply,
    PhotoReply,
    PromotionBatch,
    ShopWord,
    ShopWordReply,
)

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

PAGE_ROWS: Final = 500
_NONCE_BYTES: Final = 8
_HURRIED: Final = Patience(connect_s=0.5, read_s=1.0, whole_s=1.0)

AnyReply = TypeVar("AnyReply", bound=msgspec.Struct)


class _SentRow(msgspec.Struct, frozen=True):
    product: str
    version: int


class _SentBatch(msgspec.Struct, frozen=True):
    """What of a sent batch the answer must echo."""

    attempt: str
    term: int
    rows: tuple[_SentRow, ...]


class _NamedOrder(msgspec.Struct, frozen=True):
    """Which reservation an answer is about, whatever else it says of it."""

    order: str


class Catalogue:
    """A line to the shared catalogue (a `sync.connector.Connector`)."""

    def __init__(
        self,
        address: str,
        *,
        key: str = "",
        authorities: Path | None = None,
        carrier: BaseAdapter | None = None,
    ) -> None:
        """Nothing is sent yet; for the arguments see `sync.http.Remote`."""
        self._remote = Remote(address, key=key, authorities=authorities, carrier=carrier)

    def pair(self, request: PairRequest) -> PairReply:
        """Exchange a code for a key. Not to be repeated: a code works once. An older catalogue echoes nothing."""
        reply = _decoded(self._remote.call("POST", "/api/v1/pair", msgspec.json.encode(request)), PairReply)
        _need_echo(reply.nonce in ("", request.nonce))
        return reply

    def ask_term(self, request: TermRequest) -> TermReply:
        """Ask for the term of a later epoch. May be repeated: the same epoch is given the same term."""
        reply = _decoded(self._remote.call("POST", "/api/v1/term", msgspec.json.encode(request)), TermReply)
        _need_echo((reply.till, reply.epoch) == (request.till, request.epoch))
        return reply

    def push_products(self, body: bytes) -> BatchReply:
        """Send an encoded ProductBatch. May be repeated: a row is taken only when it is newer, and an attempt once."""
        return self._push("/api/v1/products", body)

    def push_levels(self, body: bytes, *, again: bool = False) -> BatchReply:
        """Send an encoded LevelBatch. May be repeated, see `push_products`; what is sent `again` may be of long ago."""
        return self._push("/api/v1/levels?again=1" if again else "/api/v1/levels", body)

    def heartbeat(self, beat: Heartbeat, *, hurried: bool = False) -> HeartbeatReply:
        """Say that everything up to a version was sent. May be repeated: it only says what is true."""
        body = msgspec.json.encode(beat)
        answer = self._remote.call("POST", "/api/v1/heartbeat", body, patience=_HURRIED if hurried else None)
        reply = _decoded(answer, HeartbeatReply)
        _need_echo(reply.term == beat.term and reply.version >= beat.version)
        return reply

    def tell_witness(self, request: WitnessRequest, *, hurried: bool = False) -> WitnessedHead:
        """Tell the end of the till's chain; gives the one that is kept then. May be repeated: it only moves forward."""
        body = msgspec.json.encode(request)
        answer = self._remote.call("POST", "/api/v1/witness", body, patience=_HURRIED if hurried else None)
        reply = _decoded(answer, WitnessReply)
        if reply.till != request.till or reply.head is None:
            raise Temporary(Unsettled.NO_ECHO)
        return reply.head

    def ask_witness(self) -> WitnessedHead | None:
        """The end of the till's chain that is kept there, None before the first."""
        return _decoded(self._remote.call("GET", "/api/v1/witness"), WitnessReply).head

    def read_levels(self, after: str = "") -> LevelPage:
        """A page of what the catalogue believes, after a product's id."""
        asked = urlencode({"after": after, "limit": PAGE_ROWS})
        return _decoded(self._remote.call("GET", f"/api/v1/levels?{asked}"), LevelPage)

    def read_orders(self, after: int, *, feed: str = "", mark: str = "") -> FeedPage:
        """What was reserved or changed after a cursor, oldest change first, at most ORDERS_A_PAGE."""
        heard = {"feed": feed, "mark": mark} if feed and mark else {}
        asked = urlencode({"after": after, "limit": ORDERS_A_PAGE, **heard})
        return _decoded(self._remote.call("GET", f"/api/v1/orders?{asked}"), FeedPage)

    def tell_deed(self, deed: Transition) -> DeedAnswer:
        """Say what the shop did about a reservation. May be repeated: its key makes it once."""
        reply = self._post("POST", "/api/v1/orders", deed, DeedAnswer)
        _need_echo((reply.key, reply.term) == (deed.key, deed.term))
        _need_echo(_decoded(bytes(reply.order), _NamedOrder).order == deed.order)
        return reply

    def put_rules(self, rules: Rules) -> RulesReply:
        """Say how the shop takes reservations. May be repeated: only a greater version counts."""
        reply = self._post("PUT", "/api/v1/rules", rules, RulesReply)
        _need_echo(reply.term == rules.term and reply.version >= rules.version)
        return reply

    def put_escrow(self, batch: EscrowBatch) -> EscrowReply:
        """Hand units to the window, or ask for them back. May be repeated: every figure only grows."""
        reply = self._post("PUT", "/api/v1/escrow", batch, EscrowReply)
        _need_echo(reply.term == batch.term)
        _need_echo([row.product for row in reply.rows] == [row.product for row in batch.rows])
        return reply

    def read_escrow(self, after: str = "") -> EscrowReply:
        """A page of what the window holds of units handed over, after a product's id."""
        nonce = secrets.token_hex(_NONCE_BYTES)
        asked = urlencode({"after": after, "limit": PAGE_ROWS, "asked": nonce})
        reply = _decoded(self._remote.call("GET", f"/api/v1/escrow?{asked}"), EscrowReply)
        _need_echo(reply.asked == nonce)
        return reply

    def read_digest(self) -> DigestReply:
        """The fingerprints of all that the window shows of this shop; see `sync.digest`."""
        return _decoded(self._remote.call("GET", "/api/v1/digest"), DigestReply)

    def read_bucket(self, bucket: int) -> BucketReply:
        """The rows of one bucket."""
        reply = _decoded(self._remote.call("GET", f"/api/v1/digest/{bucket}"), BucketReply)
        _need_echo(reply.bucket == bucket)
        return reply

    def read_status(self) -> StatusReply:
        """Who the key belongs to, and how the window stands."""
        return _decoded(self._remote.call("GET", "/api/v1/status"), StatusReply)

    def search_town(self, words: str = "", code: str = "", language: str = "") -> TownPage:
        """Which other shops of the town have something, by a barcode or by words, told in a language."""
        asked = urlencode({"q": words, "code": code, "lang": language})
        return _decoded(self._remote.call("GET", f"/api/v1/town?{asked}"), TownPage)

    def hold_at_neighbour(self, hold: NeighbourHold) -> NeighbourReply:
        """Put something aside in another shop. May be repeated: its key makes it once."""
        reply = self._post("POST", "/api/v1/town", hold, NeighbourReply)
        _need_echo(reply.key == hold.key)
        return reply

    def put_window(self, word: ShopWord) -> ShopWordReply:
        """Say who the shop is. May be repeated: only a greater version counts."""
        reply = self._post("PUT", "/api/v1/window", word, ShopWordReply)
        _need_echo(reply.term == word.term and reply.version >= word.version)
        return reply

    def put_news(self, batch: NewsBatch) -> BatchReply:
        """Tell the town something. May be repeated: a row is taken only when it is newer."""
        return self._put_rows("/api/v1/news", batch)

    def put_promotions(self, batch: PromotionBatch) -> BatchReply:
        """Announce reduced prices. May be repeated, see `put_news`."""
        return self._put_rows("/api/v1/promotions", batch)

    def put_photos(self, batch: PhotoBatch) -> PhotoBatchReply:
        """Say which photos belong to which products. May be repeated, see `put_news`."""
        reply = self._post("PUT", "/api/v1/photos", batch, PhotoBatchReply)
        _need_echo((reply.attempt, reply.term) == (batch.attempt, batch.term))
        return reply

    def put_photo(self, name: str, body: bytes, *, media_type: str) -> PhotoReply:
        """Send a picture file, named by its SHA-256. May be repeated: one that is there costs nothing."""
        answer = self._remote.call("PUT", f"/api/v1/photos/{name}", body, media_type=media_type)
        reply = _decoded(answer, PhotoReply)
        _need_echo(reply.hash == name)
        return reply

    @property
    def skew(self) -> timedelta | None:
        """How far this machine's clock is ahead of the catalogue's, by its last answer; None before the first."""
        return self._remote.skew

    def abort(self) -> None:
        """Break off the call on its way; may be called from another thread."""
        self._remote.abort()

    def close(self) -> None:
        """Hang up."""
        self._remote.close()

    def _post(self, method: str, path: str, message: msgspec.Struct, kind: type[AnyReply]) -> AnyReply:
        return _decoded(self._remote.call(method, path, msgspec.json.encode(message)), kind)

    def _put_rows(self, path: str, batch: NewsBatch | PromotionBatch) -> BatchReply:
        reply = self._post("PUT", path, batch, BatchReply)
        _need_echo((reply.attempt, reply.term) == (batch.attempt, batch.term))
        _need_echo(
            [(one.product, one.version) for one in reply.results] == [(r.product, r.version) for r in batch.rows]
        )
        return reply

    def _push(self, path: str, body: bytes) -> BatchReply:
        sent = msgspec.json.decode(body, type=_SentBatch)
        reply = _decoded(self._remote.call("PUT", path, body), BatchReply)
        _need_echo((reply.attempt, reply.term) == (sent.attempt, sent.term))
        _need_echo(
            [(result.product, result.version) for result in reply.results]
            == [(row.product, row.version) for row in sent.rows]
        )
        return reply


def _decoded(answer: bytes, kind: type[AnyReply]) -> AnyReply:
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Temporary(Unsettled.NOT_THE_SHOP) from problem


def _need_echo(echoed: bool) -> None:  # noqa: FBT001
    """An answer to something else than was asked settles nothing."""
    if not echoed:
        raise Temporary(Unsettled.NO_ECHO)
