"""What travels about reservations between a till and the shared catalogue; see `sync.protocol` for the rest.

    GET  /api/v1/orders   ?after=&limit=&feed=&mark= -> OrderPage   what was reserved or changed, in commit order
    POST /api/v1/orders        Transition       -> TransitionReply  what the shop did about one; keyed
    PUT  /api/v1/rules         Rules            -> RulesReply       how the shop takes reservations
    PUT  /api/v1/escrow        EscrowBatch      -> EscrowReply      units handed to the window, and asked back
    GET  /api/v1/escrow        ?after=&asked=   -> EscrowReply      what the catalogue holds of them
    GET  /api/v1/digest                         -> DigestReply      what the window shows, as 256 fingerprints
    GET  /api/v1/digest/N                       -> BucketReply      the rows of one fingerprint
    GET  /api/v1/status                         -> StatusReply      who the key belongs to, and how the window stands
    GET  /api/v1/town          ?q=&code=        -> TownPage         who has it in town: the shops beside this one
    POST /api/v1/town          NeighbourHold    -> NeighbourReply   put aside for a customer in another shop; keyed

One owner of expiry: the catalogue's clock. A hold lowers what is offered, not what is on hand: the till always tells
how much it has, and the catalogue itself subtracts what it has promised and the shop's safety stock, so that nothing is
counted twice. Goods in the customer's hand win: a fulfilment is taken whatever became of the reservation.
"""

from typing import Annotated, Literal

from msgspec import Meta

from sync.protocol import Id, LevelRow, Message, Moment, Name, Term, Text, Version

ORDERS_A_PAGE = 100
BUCKETS = 256

OrderState = Literal["requested", "held", "confirmed", "fulfilled", "rejected", "expired", "cancelled"]
"""requested: the shop has not answered. held: promised until it expires. confirmed: put aside, to be collected. The
four others are ends."""
OrderMode = Literal["request", "safety", "escrow"]
"""request: the shop confirms. safety: promised at once while the level is fresh and above the safety stock. escrow:
promised at once from units that the shop handed to the window."""
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class OrderLine(Message, frozen=True):
    """What of one product was asked for; asked = held + fulfilled + released, at every moment and in every state."""

    line: Annotated[int, Meta(ge=1, le=1000)]
    product: Id
    name: Name
    unit: Literal["piece", "kg"]
    asked_milli: Annotated[int, Meta(ge=1, le=10**9)]
    held_milli: Count
    fulfilled_milli: Count = 0
    released_milli: Count = 0
    price_minor: Annotated[int, Meta(ge=0, le=10**11)] | None = None
    currency: Annotated[str, Meta(min_length=3, max_length=3)] = "EUR"


class OrderRow(Message, frozen=True):
    """A reservation as it stands at a revision; `number` is what people read out, `cursor` its place in the feed.

    expires_ms is on the catalogue's clock, None once it has ended. paid: the money came online, so collecting it is no
    ticket. origin: a shopper on a page, or another shop of the town for a customer of its own (`by` names it). mode is
    the shop's when it was made: an escrow reservation is served from the units handed over.
    """

    order: Id
    number: Annotated[str, Meta(min_length=1, max_length=16)]
    cursor: Version
    revision: Version
    state: OrderState
    mode: OrderMode
    lines: Annotated[tuple[OrderLine, ...], Meta(min_length=1, max_length=100)]
    made_ms: Moment
    expires_ms: Moment | None = None
    customer: Annotated[str, Meta(max_length=200)] = ""
    contact: Annotated[str, Meta(max_length=200)] = ""
    note: Text = ""
    reason: Text = ""
    paid: bool = False
    origin: Literal["shopper", "shop"] = "shopper"
    by: Annotated[str, Meta(max_length=200)] = ""


class OrderPage(Message, frozen=True):
    """Reservations that came or changed after a cursor, oldest change first, each once and as it stands now.

    `feed` names the series of cursors: after a wipe it is another, and the till reads from the start; the same when
    `head`, the newest cursor given out, is below the one it came to. What it knows already changes nothing.

    Each cursor has a mark drawn for it: at is that of the cursor asked for, reached that of the last one of this page,
    empty where the catalogue keeps none (any more). A catalogue put back from a copy gives the same cursors out again
    with other marks, and a till that came to one by another mark reads from the start, too.

    A till that has taken in all up to a cursor, and has no deed that waits, says so by asking with the feed's name and
    that cursor's mark. Until then a reservation that ended here keeps the units of its escrow: the goods may have left
    with it before the till could hear.
    """

    feed: Id
    head: Count
    rows: tuple[OrderRow, ...]
    at: Annotated[str, Meta(max_length=64)] = ""
    reached: Annotated[str, Meta(max_length=64)] = ""


class TransitionLine(Message, frozen=True):
    """How much of a line is meant."""

    line: Annotated[int, Meta(ge=1, le=1000)]
    quantity_milli: Count


class Transition(Message, frozen=True):
    """What the shop did about a reservation; `key` makes it once, however often it is sent.

    accept: the shop will prepare it. confirm: it is put aside (from requested too). reject: the shop does not have it,
    and `reason` says why. fulfil: the goods left. release: it was not collected, or is given up after it was promised.
    `lines` is what of each line is promised (accept, confirm) or left (fulfil), all that is held where it is empty; the
    rest is released. `levels` are those of its products after the goods left, taken in the same transaction. The same
    key for the same deed gets the same answer, whatever term and levels it is sent with again.
    """

    key: Id
    term: Term
    order: Id
    action: Literal["accept", "confirm", "reject", "fulfil", "release"]
    lines: Annotated[tuple[TransitionLine, ...], Meta(max_length=100)] = ()
    reason: Text = ""
    levels: Annotated[tuple[LevelRow, ...], Meta(max_length=100)] = ()


class TransitionReply(Message, frozen=True):
    """The reservation as it stands now. overtaken: it had ended otherwise before (cancelled, expired), so the deed
    changed nothing, and the till takes over what stands here.
    """

    key: Id
    term: Term
    outcome: Literal["applied", "overtaken"]
    order: OrderRow


class Rules(Message, frozen=True):
    """How the shop takes reservations; a version greater than the one held replaces it.

    safety_milli is kept off the window in safety mode. hold_minutes is how long goods lie aside, answer_minutes how
    long the shop has to answer a request.
    """

    term: Term
    version: Version
    takes: bool
    mode: OrderMode
    safety_milli: Annotated[int, Meta(ge=0, le=10**9)] = 0
    hold_minutes: Annotated[int, Meta(ge=15, le=14 * 24 * 60)] = 24 * 60
    answer_minutes: Annotated[int, Meta(ge=5, le=7 * 24 * 60)] = 4 * 60


class RulesReply(Message, frozen=True):
    """The term and the version of the rules that are kept now."""

    term: Term
    version: Count


class EscrowRow(Message, frozen=True):
    """Units of a product that were ever handed to the window under this term, and ever asked back: both only grow."""

    product: Id
    granted_milli: Count
    recalled_milli: Count = 0


class EscrowBatch(Message, frozen=True):
    """Up to 500 products; sending it again, or late, changes nothing, since every figure only grows."""

    term: Term
    rows: Annotated[tuple[EscrowRow, ...], Meta(min_length=1, max_length=500)]


class EscrowHeld(Message, frozen=True):
    """What the catalogue holds of a product: the window's rights are granted - returned - consumed.

    returned <= recalled: only units that nobody has reserved come back. consumed left the shop with reservations.
    reserved is how many of the rights are promised now.
    """

    product: Id
    granted_milli: Count
    returned_milli: Count
    consumed_milli: Count
    reserved_milli: Count = 0


class EscrowReply(Message, frozen=True):
    """What is held of each product asked about, or of all, under a term; `after` asks for the next page, if any.

    `asked` echoes what a reading was asked with, so that no other answer is taken for the whole ledger.
    """

    term: Term
    rows: tuple[EscrowHeld, ...]
    after: Id | None = None
    asked: str = ""


class DigestReply(Message, frozen=True):
    """256 fingerprints of products and 256 of levels, sixteen hexadecimal digits each; see `sync.digest`."""

    term: Term
    products: Annotated[tuple[str, ...], Meta(min_length=BUCKETS, max_length=BUCKETS)]
    levels: Annotated[tuple[str, ...], Meta(min_length=BUCKETS, max_length=BUCKETS)]
    product_count: Count
    level_count: Count


class HeldRow(Message, frozen=True):
    """What the window holds of one product; the level's fields are None where it never heard one.

    The figures are told as they stand there, however wrong: what no till ever sent is what a comparison is to find.
    """

    product: str
    product_term: int
    product_version: int
    shown: bool
    level_term: int | None = None
    level_version: int | None = None
    quantity_milli: int | None = None


class BucketReply(Message, frozen=True):
    """All rows of one bucket, in order of product."""

    bucket: Annotated[int, Meta(ge=0, lt=BUCKETS)]
    rows: tuple[HeldRow, ...]


class HiddenNews(Message, frozen=True):
    """A word of the shop that the town hall took out of the town's pages, and why."""

    ref: Id
    title: Annotated[str, Meta(max_length=200)]
    why: Annotated[str, Meta(max_length=200)] = ""


class StatusReply(Message, frozen=True):
    """Who the key belongs to, and how the window stands on the catalogue's clock; `publishes` where the till's term is
    the shop's, `publisher` the name of the till that does, empty where nobody knows it. shown False: the town hall took
    the whole shop out of the town's pages; what its till tells is kept all the same. Older catalogues leave both out.
    """

    shop: Id
    shop_name: str
    till: Id
    term: Term
    publishes: bool
    now_ms: Moment
    products: Count
    levels: Count
    open_orders: Count
    complete_ms: Moment | None = None
    publisher: Annotated[str, Meta(max_length=200)] = ""
    shown: bool = True
    hidden_news: tuple[HiddenNews, ...] = ()


class TownRow(Message, frozen=True):
    """An article in another shop of the town, as its window tells it; `level` is the honest line, in words."""

    shop: Id
    shop_name: str
    address: str
    phone: str
    is_open: bool | None
    product: Id
    name: str
    unit: Literal["piece", "kg"]
    level: str
    holdable: bool
    price_minor: int | None = None
    currency: str = "EUR"
    url: str = ""


class TownPage(Message, frozen=True):
    """Who has it in town, the likeliest first."""

    rows: tuple[TownRow, ...]


class NeighbourHold(Message, frozen=True):
    """Put something aside in another shop for a customer who stands here; for two hours at the most."""

    key: Id
    shop: Id
    product: Id
    quantity_milli: Annotated[int, Meta(ge=1, le=10**9)]
    customer: Annotated[str, Meta(max_length=200)] = ""
    contact: Annotated[str, Meta(max_length=200)] = ""


class NeighbourReply(Message, frozen=True):
    """The reservation there; `url` is its page, for the customer's slip."""

    key: Id
    order: OrderRow
    shop_name: str
    address: str
    url: str
