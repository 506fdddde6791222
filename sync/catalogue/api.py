"""The till's side of the catalogue: the calls of `sync.protocol` and its two companions, one function each.

Every function is told what it needs and answers with bytes; `_call` signs tills in, checks bodies and turns
refusals into problems. The shop always comes from the key.
"""

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from sync import order_protocol, protocol, window_protocol
from sync.catalogue import (
    batches,
    clock,
    digests,
    heartbeats,
    neighbours,
    openapi,
    pairing,
    rows,
    status,
    terms,
    tidying,
    witnesses,
)
from sync.catalogue.addresses import shop_window_pattern
from sync.catalogue.contents import news, pictures, promotions, words
from sync.catalogue.keys import calling_till
from sync.catalogue.orders import escrow, moving, reading, rules
from sync.catalogue.problems import (
    CallRefused,
    bad_message,
    photo_too_large,
    plain,
    tell,
    too_large,
    wrong_media_type,
)
from sync.catalogue.questions import answering, feed
from sync.catalogue.spending import SHARES
from sync.catalogue.watching import counters

PAGE_LIMIT = 1000
_ASKED_LIMIT = 64
_STORED_TEXTS = ("attempt", "till", "till_name", "key", "order", "reason", "question", "text")

AnyMessage = TypeVar("AnyMessage", bound=protocol.Message)
AnyPage = TypeVar("AnyPage", order_protocol.OrderPage, order_protocol.EscrowReply, window_protocol.QuestionPage)
Answer = Callable[..., bytes]
"""Told the request, and what its address holds."""
View = Callable[[HttpRequest], HttpResponse]


def pair(request: HttpRequest) -> bytes:
    """Let a till in with a code."""
    wish = _read(request, protocol.PairRequest)
    reply = pairing.pair(
        wish,
        window_url=shop_window_pattern(request),
        address=request.META.get("REMOTE_ADDR", ""),
        secret=settings.SECRET_KEY,
        now_ms=clock.now_ms(),
    )
    return msgspec.json.encode(reply)


def term(request: HttpRequest) -> bytes:
    """Let a till go on under a new term after its file began another epoch."""
    till = calling_till(request)
    return msgspec.json.encode(terms.renew(till, _read(request, protocol.TermRequest), now_ms=clock.now_ms()))


def put_products(request: HttpRequest) -> bytes:
    """Take a batch of product descriptions."""
    till = calling_till(request)
    batch = _read(request, protocol.ProductBatch)
    _count("products", len(batch.rows))
    SHARES.quota.add_rows(till.shop_id, len(batch.rows), clock.now_ms())
    return batches.take_products(till.shop_id, till.term, batch, request.body, now_ms=clock.now_ms())


def put_levels(request: HttpRequest) -> bytes:
    """Take a batch of levels."""
    till = calling_till(request)
    batch = _read(request, protocol.LevelBatch)
    _count("levels", len(batch.rows))
    SHARES.quota.add_rows(till.shop_id, len(batch.rows), clock.now_ms())
    again = "again" in request.GET
    return batches.take_levels(till.shop_id, till.term, batch, request.body, now_ms=clock.now_ms(), again=again)


def get_levels(request: HttpRequest) -> bytes:
    """Tell a till what the catalogue believes of its shop, page by page."""
    till = calling_till(request)
    wanted = min(_limit(request, PAGE_LIMIT), PAGE_LIMIT)
    found = rows.level_page(till.shop_id, request.GET.get("after", "").replace("\0", ""), wanted + 1)
    page = tuple(protocol.LevelRow(*row) for row in found[:wanted])
    return msgspec.json.encode(protocol.LevelPage(page, page[-1].product if len(found) > wanted else None))


def get_orders(request: HttpRequest) -> bytes:
    """Tell a till what was reserved or changed after a cursor."""
    till = calling_till(request)
    found = reading.page(
        till.shop_id,
        till.term,
        after=_cursor(request),
        limit=_limit(request, order_protocol.ORDERS_A_PAGE),
        now_ms=clock.now_ms(),
        feed_name=request.GET.get("feed", ""),
        mark=request.GET.get("mark", ""),
    )
    return msgspec.json.encode(_echoing(request, found))


def post_order(request: HttpRequest) -> bytes:
    """Take what the shop did about a reservation."""
    till = calling_till(request)
    deed = _read(request, order_protocol.Transition)
    return msgspec.json.encode(moving.move(till.shop_id, till.term, deed, now_ms=clock.now_ms()))


def get_questions(request: HttpRequest) -> bytes:
    """Tell a till what was asked or changed after a cursor."""
    till = calling_till(request)
    found = feed.page(
        till.shop_id, till.term, after=_cursor(request), limit=_limit(request, window_protocol.QUESTIONS_A_PAGE)
    )
    return msgspec.json.encode(_echoing(request, found))


def post_question(request: HttpRequest) -> bytes:
    """Take what the shop answers."""
    till = calling_till(request)
    told = _read(request, window_protocol.Answer)
    if not told.text.strip():
        raise bad_message("An answer has words.")
    return msgspec.json.encode(answering.answer(till.shop_id, till.term, told, now_ms=clock.now_ms()))


def put_rules(request: HttpRequest) -> bytes:
    """Keep how the shop takes reservations."""
    till = calling_till(request)
    told = _read(request, order_protocol.Rules)
    return msgspec.json.encode(rules.take(till.shop_id, till.term, told, now_ms=clock.now_ms()))


def put_escrow(request: HttpRequest) -> bytes:
    """Take units over from the shop, and hand free ones back."""
    till = calling_till(request)
    batch = _read(request, order_protocol.EscrowBatch)
    return msgspec.json.encode(escrow.take(till.shop_id, till.term, batch, now_ms=clock.now_ms()))


def get_escrow(request: HttpRequest) -> bytes:
    """Tell a till what is held of the units handed over, page by page."""
    till = calling_till(request)
    after, limit = request.GET.get("after", "").replace("\0", ""), _limit(request, PAGE_LIMIT)
    found = escrow.read(till.shop_id, till.term, after=after, limit=min(limit, PAGE_LIMIT), now_ms=clock.now_ms())
    return msgspec.json.encode(_echoing(request, found))


def put_window(request: HttpRequest) -> bytes:
    """Keep what the shop says of itself."""
    till = calling_till(request)
    word = _read(request, window_protocol.ShopWord)
    return msgspec.json.encode(words.take(till.shop_id, till.term, word, now_ms=clock.now_ms()))


def put_news(request: HttpRequest) -> bytes:
    """Keep what the shop tells the town."""
    till = calling_till(request)
    batch = _read(request, window_protocol.NewsBatch)
    return news.take(till.shop_id, till.term, batch, request.body, now_ms=clock.now_ms())


def put_promotions(request: HttpRequest) -> bytes:
    """Keep the reduced prices that the shop announces."""
    till = calling_till(request)
    batch = _read(request, window_protocol.PromotionBatch)
    return promotions.take(till.shop_id, till.term, batch, request.body, now_ms=clock.now_ms())


def put_photos(request: HttpRequest) -> bytes:
    """Put photos to products, and say which files are still to come."""
    till = calling_till(request)
    batch = _read(request, window_protocol.PhotoBatch)
    return pictures.take(till.shop_id, till.term, batch, request.body, now_ms=clock.now_ms())


def put_photo(request: HttpRequest, photo_hash: str) -> bytes:
    """Keep a picture file."""
    till = calling_till(request)
    data = _read_photo(request)
    media_type = request.content_type or ""
    return msgspec.json.encode(pictures.take_file(till, photo_hash, data, media_type, now_ms=clock.now_ms()))


def heartbeat(request: HttpRequest) -> bytes:
    """Hear that a till has sent everything up to a version."""
    till = calling_till(request)
    return msgspec.json.encode(heartbeats.hear(till, _read(request, protocol.Heartbeat), now_ms=clock.now_ms()))


def post_witness(request: HttpRequest) -> bytes:
    """Keep the end of a till's chain."""
    till = calling_till(request)
    return msgspec.json.encode(witnesses.take(till, _read(request, protocol.WitnessRequest), now_ms=clock.now_ms()))


def get_witness(request: HttpRequest) -> bytes:
    """Tell a till the end of its chain that is kept here."""
    return msgspec.json.encode(witnesses.kept(calling_till(request)))


def get_status(request: HttpRequest) -> bytes:
    """Tell a till who it is here and how its shop's window stands."""
    return msgspec.json.encode(status.of(calling_till(request), now_ms=clock.now_ms()))


def get_digest(request: HttpRequest) -> bytes:
    """Tell a till the fingerprints of what its shop's window shows."""
    return msgspec.json.encode(digests.of_all(calling_till(request)))


def get_bucket(request: HttpRequest, bucket: int) -> bytes:
    """Tell a till the rows behind one fingerprint."""
    till = calling_till(request)
    if bucket >= order_protocol.BUCKETS:
        raise bad_message(f"There are {order_protocol.BUCKETS} buckets, from 0 on.")
    return msgspec.json.encode(digests.of_bucket(till, bucket))


def get_town(request: HttpRequest) -> bytes:
    """Tell a till which other shops have something."""
    return msgspec.json.encode(neighbours.search(request, calling_till(request), now_ms=clock.now_ms()))


def post_town(request: HttpRequest) -> bytes:
    """Have something put aside in another shop."""
    till = calling_till(request)
    hold = _read(request, order_protocol.NeighbourHold)
    return msgspec.json.encode(neighbours.put_aside(request, till, hold, now_ms=clock.now_ms()))


def describe(request: HttpRequest) -> bytes:
    """Describe these calls, for whoever writes another till."""
    return openapi.document()


def _call(**answers: Answer) -> View:
    """Make one view of the functions that answer each method."""

    @csrf_exempt
    def view(request: HttpRequest, **place: int | str) -> HttpResponse:
        answer = answers.get(request.method or "")
        if answer is None:
            return tell(plain(405, "This address does not take that method"), {"Allow": ", ".join(answers)})
        try:
            body = answer(request, **place)
        except CallRefused as refused:
            return tell(refused.problem, refused.headers)
        if request.method != "GET":
            tidying.tidy_when_due(clock.now_ms())
        return HttpResponse(body, content_type=protocol.MEDIA_TYPE, headers={"Cache-Control": "no-store"})

    return view


def unknown(request: HttpRequest) -> HttpResponse:
    """Nothing answers at this address."""
    return tell(plain(404, "There is no such call"))


def _cursor(request: HttpRequest) -> int:
    """Return the place in a feed that is asked for."""
    after = request.GET.get("after", "0")
    if not re.fullmatch(r"[0-9]{1,16}", after):
        raise bad_message("after is a cursor, 0 for the start.")
    return int(after)


def _count(kind: str, rows: int) -> None:
    counted = counters.of_this_process()
    counted.add(f"pushes_{kind}")
    counted.add(f"rows_{kind}", rows)


def _limit(request: HttpRequest, most: int) -> int:
    """Return how many rows are asked for, `most` unless told."""
    limit = request.GET.get("limit", str(most))
    if not re.fullmatch(r"[0-9]{1,6}", limit) or int(limit) < 1:
        raise bad_message("limit is a number above zero.")
    return int(limit)


def _echoing(request: HttpRequest, page: AnyPage) -> AnyPage:
    """Return a page with what it was asked with: the till takes no other answer for it."""
    return msgspec.structs.replace(page, asked=request.GET.get("asked", "")[:_ASKED_LIMIT])


def _read(request: HttpRequest, kind: type[AnyMessage]) -> AnyMessage:
    """Decode the body of a call.

    Raises:
        CallRefused: it is too long, of another type, or not such a message.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > protocol.BODY_LIMIT_BYTES:
        raise too_large(protocol.BODY_LIMIT_BYTES)
    if request.content_type != protocol.MEDIA_TYPE:
        raise wrong_media_type(protocol.MEDIA_TYPE)
    try:
        message = msgspec.json.decode(request.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise bad_message(str(error)) from error
    if any("\0" in getattr(message, name, "") for name in _STORED_TEXTS):
        raise bad_message("A text holds a NUL character.")
    return message


def _read_photo(request: HttpRequest) -> bytes:
    """Return the picture file that a call carries, read once and no further than its limit.

    Raises:
        CallRefused: it is too long, or of a type that no window shows.
    """
    limit = window_protocol.PHOTO_LIMIT_BYTES
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        raise photo_too_large(limit)
    if request.content_type not in window_protocol.PHOTO_MEDIA_TYPES:
        raise wrong_media_type(" or ".join(window_protocol.PHOTO_MEDIA_TYPES))
    data = request.read(limit + 1)
    if len(data) > limit:
        raise photo_too_large(limit)
    return data


routes = [
    path("pair", _call(POST=pair)),
    path("term", _call(POST=term)),
    path("products", _call(PUT=put_products)),
    path("levels", _call(PUT=put_levels, GET=get_levels)),
    path("window", _call(PUT=put_window)),
    path("news", _call(PUT=put_news)),
    path("promotions", _call(PUT=put_promotions)),
    path("photos", _call(PUT=put_photos)),
    path("photos/<slug:photo_hash>", _call(PUT=put_photo)),
    path("heartbeat", _call(POST=heartbeat)),
    path("witness", _call(POST=post_witness, GET=get_witness)),
    path("orders", _call(GET=get_orders, POST=post_order)),
    path("questions", _call(GET=get_questions, POST=post_question)),
    path("rules", _call(PUT=put_rules)),
    path("escrow", _call(PUT=put_escrow, GET=get_escrow)),
    path("status", _call(GET=get_status)),
    path("digest", _call(GET=get_digest)),
    path("digest/<int:bucket>", _call(GET=get_bucket)),
    path("town", _call(GET=get_town, POST=post_town)),
    path("openapi.json", _call(GET=describe)),
]
