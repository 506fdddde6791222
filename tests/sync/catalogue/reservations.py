"""Reservations as tests of the catalogue make and move them: by the page's own function, and over the wire."""

import itertools
from typing import Any, TypeVar

import msgspec
from django.http import HttpResponse

from sync import order_protocol as wire
from sync import protocol
from sync.catalogue.models import Escrow, Order, OrderLine, Shop
from sync.catalogue.orders.making import make
from tests.sync.catalogue.calls import PairedTill

AnyMessage = TypeVar("AnyMessage", bound=protocol.Message)
_numbers = itertools.count(1)


def reserve(till: PairedTill, *lines: tuple[str, int], asked: str = "", **values: Any) -> Order:
    """Reserve products of a till's shop as a shopper does; a form of its own unless told."""
    return reserve_secretly(till, *lines, asked=asked, **values)[0]


def reserve_secretly(till: PairedTill, *lines: tuple[str, int], asked: str = "", **values: Any) -> tuple[Order, str]:
    """The same, with the secret of its page."""
    told = {"customer": "Anne", "contact": "06 12 34 56 78", "note": "", "now_ms": till.town.now_ms, **values}
    return make(shop=shop_of(till), lines=lines, asked=asked or f"form-{next(_numbers)}", **told)


def shop_of(till: PairedTill) -> Shop:
    """The shop that a till works for."""
    found: Shop = Shop.objects.get(pk=till.joined.shop)
    return found


def rules(till: PairedTill, *, version: int = 1, **values: Any) -> wire.RulesReply:
    """Tell how the shop takes reservations; it does, by request, unless told."""
    told = wire.Rules(**{"term": till.term, "version": version, "takes": True, "mode": "request", **values})
    return answered(till.call("PUT", "rules", told), wire.RulesReply)


def grant(till: PairedTill, *rows: tuple[str, int, int]) -> tuple[wire.EscrowHeld, ...]:
    """Hand units over, given as (product, granted, recalled)."""
    batch = wire.EscrowBatch(till.term, tuple(wire.EscrowRow(*row) for row in rows))
    return answered(till.call("PUT", "escrow", batch), wire.EscrowReply).rows


def feed(till: PairedTill, after: int = 0, limit: int = 100) -> wire.OrderPage:
    """Read the feed after a cursor."""
    return answered(till.call("GET", f"orders?after={after}&limit={limit}"), wire.OrderPage)


def hear(till: PairedTill) -> None:
    """Take in all there is, and say so."""
    page = feed(till)
    answered(till.call("GET", f"orders?after={page.head}&feed={page.feed}&mark={page.reached}"), wire.OrderPage)


def do(
    till: PairedTill,
    order: Order | str,
    action: str,
    *lines: tuple[int, int],
    key: str = "",
    reason: str = "",
    levels: tuple[protocol.LevelRow, ...] = (),
) -> wire.TransitionReply:
    """Say what the shop did about a reservation; `lines` are (line, quantity)."""
    return answered(try_to_do(till, order, action, *lines, key=key, reason=reason, levels=levels), wire.TransitionReply)


def try_to_do(
    till: PairedTill,
    order: Order | str,
    action: Any,
    *lines: tuple[int, int],
    key: str = "",
    reason: str = "",
    levels: tuple[protocol.LevelRow, ...] = (),
) -> HttpResponse:
    """The same, with whatever is answered."""
    deed = wire.Transition(
        key=key or f"deed-{next(_numbers)}",
        term=till.term,
        order=order if isinstance(order, str) else order.pk,
        action=action,
        lines=tuple(wire.TransitionLine(*line) for line in lines),
        reason=reason,
        levels=levels,
    )
    return till.call("POST", "orders", deed)


def parts(line: wire.OrderLine) -> tuple[int, int, int]:
    """What of a line is held, fulfilled and released."""
    return line.held_milli, line.fulfilled_milli, line.released_milli


def check_sums() -> None:
    """Fail where a line is not held, fulfilled or released in all its parts, or the window gave more than it has."""
    for line in OrderLine.objects.select_related("order"):
        assert line.asked_milli == line.held_milli + line.fulfilled_milli + line.released_milli
        assert (line.held_milli == 0) or line.order.state in {"requested", "held", "confirmed"}
    for row in Escrow.objects.all():
        open_lines = OrderLine.objects.filter(product_id=row.pk, order__mode="escrow")
        reserved = sum(open_lines.values_list("held_milli", flat=True))
        assert 0 <= reserved <= row.granted_milli - row.returned_milli - row.consumed_milli
        assert row.returned_milli <= row.recalled_milli


def answered(answer: HttpResponse, kind: type[AnyMessage]) -> AnyMessage:
    """Read an answer; fails when it is a refusal."""
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=kind)
