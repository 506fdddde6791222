"""What travels between a till and the shared catalogue, version 1.

One definition of every message: the till encodes these structs, the catalogue decodes them, and the
catalogue's OpenAPI document is made from them. Bodies are JSON. All quantities are thousandths of the
product's unit, all prices are minor units of `currency`, VAT included, all moments are milliseconds UTC.

    POST /api/v1/pair        PairRequest    -> PairReply        no key: the code is the secret
    PUT  /api/v1/products    ProductBatch   -> BatchReply
    PUT  /api/v1/levels      LevelBatch     -> BatchReply       ?again=1: written down at some earlier moment
    POST /api/v1/heartbeat   Heartbeat      -> HeartbeatReply
    POST /api/v1/term        TermRequest    -> TermReply        after a restore: a later epoch, a new term
    POST /api/v1/witness     WitnessRequest -> WitnessReply     the end of the till's chain, kept outside the shop
    GET  /api/v1/witness                    -> WitnessReply     the last one kept, to compare
    GET  /api/v1/levels      ?after=&limit= -> LevelPage        what the catalogue believes, to compare

Every call but the first carries `Authorization: Bearer KEY`; the key names the shop and the till, never the
body. A refusal is `application/problem+json` holding a Problem.

A batch may be sent any number of times: the same `attempt` with the same body gets the same reply, and a row
is applied only when its (term, version) is greater than the one held. Levels that are sent again may be days old: the
address says so then, and they are dated by the last word that everything was sent, never by when they arrive.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

MEDIA_TYPE = "application/json"
PROBLEM_MEDIA_TYPE = "application/problem+json"
BATCH_LIMIT = 500
BODY_LIMIT_BYTES = 2_000_000

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]
Version = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Term = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Milli = Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Moment = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Epoch = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)]


class Message(Struct, frozen=True, forbid_unknown_fields=False):
    """What every message shares: immutable, and unknown fields are ignored so that either end may be newer."""


class PairRequest(Message, frozen=True):
    """A till that wants to join, with the code a person read out to it."""

    code: Annotated[str, Meta(min_length=4, max_length=32)]
    till: Id
    till_name: Name
    epoch: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    nonce: Annotated[str, Meta(max_length=64)] = ""


class PairReply(Message, frozen=True):
    """The key of this till, the term it publishes under, and where the shop's window can be seen.

    `nonce` echoes the request's: an answer to another request joins nobody. An older catalogue leaves it out.
    """

    shop: Id
    shop_name: str
    key: str
    term: Term
    window_url: str
    nonce: str = ""


class TermRequest(Message, frozen=True):
    """A till whose file began a new epoch (a restored backup) asks for the term it goes on under.

    A greater epoch than the one held is granted the shop's next term; the epoch held, asked for again, is given the
    current one while this till publishes. Anything else is refused with stale-term.
    """

    till: Id
    epoch: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class TermReply(Message, frozen=True):
    """The term granted, with till and epoch echoed; `shop` is whose key it is (an older catalogue leaves it out)."""

    till: Id
    epoch: int
    term: Term
    shop: str = ""


class ProductRow(Message, frozen=True):
    """A product as the shop window shows it; `shown` False takes it out of the window."""

    product: Id
    version: Version
    name: Name
    shown: bool
    unit: Literal["piece", "kg"]
    currency: Annotated[str, Meta(min_length=3, max_length=3)]
    price_minor: Annotated[int, Meta(ge=0, le=10**11)] | None = None
    brand: Annotated[str, Meta(max_length=200)] = ""
    category: Annotated[str, Meta(max_length=200)] = ""
    family: Annotated[str, Meta(max_length=64)] = ""
    barcodes: Annotated[tuple[Id, ...], Meta(max_length=50)] = ()
    description: Text = ""


class LevelRow(Message, frozen=True):
    """How much of a product the shop has: an absolute figure, below zero where it sold more than it knew of."""

    product: Id
    version: Version
    quantity_milli: Milli


class ProductBatch(Message, frozen=True):
    """Up to BATCH_LIMIT products under one attempt."""

    attempt: Id
    term: Term
    rows: Annotated[tuple[ProductRow, ...], Meta(min_length=1, max_length=BATCH_LIMIT)]


class LevelBatch(Message, frozen=True):
    """Up to BATCH_LIMIT levels under one attempt."""

    attempt: Id
    term: Term
    rows: Annotated[tuple[LevelRow, ...], Meta(min_length=1, max_length=BATCH_LIMIT)]


class RowResult(Message, frozen=True):
    """What became of one row.

    applied: the window now shows it. stale: the window already showed this version or a later one, which
    settles the row just as well. refused: `reason` says why in words; a person must look.
    """

    product: Id
    version: Version
    outcome: Literal["applied", "stale", "refused"]
    reason: str = ""


class BatchReply(Message, frozen=True):
    """One result per row, in the order sent, with the attempt and term echoed: the till settles nothing on less."""

    attempt: Id
    term: Term
    results: tuple[RowResult, ...]


class Heartbeat(Message, frozen=True):
    """The till's word that everything up to `version` has been sent: what lets the window say how fresh it is."""

    term: Term
    version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    sent_at_ms: Moment
    waiting: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    closing: bool = False


class HeartbeatReply(Message, frozen=True):
    """The catalogue's clock when it heard, and the term it holds; both echo what freshness is counted from."""

    term: Term
    version: int
    heard_at_ms: Moment


class LevelPage(Message, frozen=True):
    """A page of what the catalogue believes, in order of product id; `after` is None on the last page."""

    rows: tuple[LevelRow, ...]
    after: str | None = None


class WitnessedHead(Message, frozen=True):
    """The end of a till's chain of records: the number and the hash of the last one, its epoch, and its moment."""

    epoch: Epoch
    seq: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    hash: Hash
    at_ms: Moment


class WitnessRequest(Message, frozen=True):
    """The end of a till's chain, with the one the till knows to be kept here (none before the first).

    A later end is kept in its place only when `known` is what is kept: a till whose file is an old copy, or went on
    from one, does not know it, and cannot write over it unseen. Everything else changes nothing.
    """

    till: Id
    head: WitnessedHead
    known: WitnessedHead | None = None


class WitnessReply(Message, frozen=True):
    """The end that is kept now, none before the first; the till compares it with its own chain."""

    till: Id
    head: WitnessedHead | None = None


class Problem(Message, frozen=True):
    """Why a call was refused (RFC 9457): `type` for programs, `title` and `detail` for people.

    Types: about:blank, bad-message, too-large, not-signed-in, pairing-code, stale-term, attempt-reused,
    too-many-calls.
    """

    type: str
    title: str
    status: int
    detail: str = ""
