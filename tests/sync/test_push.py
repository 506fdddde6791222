"""The push: what is sold and changed is what the window shows, whenever it happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec

from pos.database import outbox, products
from pos.database.connection import transaction
from pos.domain.catalogue import Category, Family, Product
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit, pieces
from pos.operations.cataloguing import add_category, add_product
from sync.connector import Connector
from sync.protocol import BatchReply, LevelBatch, ProductBatch
from tests import builders
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork, pushed, window_is_true

Joined = tuple[TillAtWork, FaultServer]
HOUR = timedelta(hours=1)


def test_what_is_sold_is_what_the_window_shows(joined: Joined) -> None:
    till, _ = joined
    soap, jam = till.add("Savon", 12), till.add("Confiture", 3)
    till.push_until_quiet()

    till.sell(soap, 2)
    till.push_until_quiet()

    assert window_is_true(till)
    assert till.waiting == (0, 0, 0)
    assert till.window_levels() == {soap.id: pieces(10), jam.id: pieces(3)}


def test_a_sale_made_while_the_batch_is_on_its_way_is_sent_after_it(till: TillAtWork, server: FaultServer) -> None:
    soap = till.add("Savon", 10)
    till.push()
    till.sell(soap)
    with till.line() as push:
        connector = _SellsMeanwhile(push._connector, lambda: till.sell(soap, 4))
        push._connector = connector  # type: ignore[assignment]
        push.drain()

    levels = [msgspec.json.decode(body, type=LevelBatch).rows[0].quantity_milli for body in pushed(server, "levels")]
    assert levels == [10_000, 9_000, 5_000]
    assert till.waiting == (0, 0, 0)


class _SellsMeanwhile:
    """A line over which the first answer takes its time: something is sold before it arrives."""

    def __init__(self, line: Connector, sell: Callable[[], None]) -> None:
        self._line = line
        self._sell: Callable[[], None] | None = sell

    def __getattr__(self, name: str) -> object:
        return getattr(self._line, name)

    def push_levels(self, body: bytes, *, again: bool = False) -> BatchReply:
        reply = self._line.push_levels(body, again=again)
        if self._sell is not None:
            self._sell()
            self._sell = None
        return reply


def test_only_levels_sent_again_are_said_to_be_of_an_earlier_moment(till: TillAtWork, server: FaultServer) -> None:
    soap = till.add("Savon")
    till.push_until_quiet()
    till.sell(soap)
    server.misbehave(Fault.NOT_HEARD)
    till.push()
    till.sell(soap)
    till.clock.advance(48 * HOUR)

    till.push_until_quiet()

    told = [asked.path.removeprefix("/api/v1/levels") for asked in server.heard if "levels" in asked.path]
    assert told[-2:] == ["?again=1", ""]
    assert set(told[:-2]) == {""}


def test_a_level_left_over_of_a_hidden_product_needs_nobody(
    till: TillAtWork, catalogue: PretendCatalogue, server: FaultServer, window: PretendShop
) -> None:
    soap = till.add("Savon")
    till.push_until_quiet()
    till.sell(soap)
    till.change(soap, shown_online=False)

    till.push_until_quiet()
    assert till.waiting == (0, 0, 0)

    window.products.clear()
    window.levels.clear()
    till.join(server.url, catalogue.invite(window.name))
    till.push_until_quiet()
    assert till.waiting == (0, 0, 0)


def test_a_level_refused_for_want_of_its_card_is_sent_again_after_the_card(
    till: TillAtWork, catalogue: PretendCatalogue, server: FaultServer, window: PretendShop
) -> None:
    soap = till.add("Savon")
    till.push_until_quiet()
    till.change(soap, name="Savon\x07")
    window.products.clear()
    window.levels.clear()
    till.join(server.url, catalogue.invite(window.name))
    till.push_until_quiet()
    assert till.waiting.set_aside == 1

    till.change(soap, name="Savon doux")
    till.push_until_quiet()

    assert till.waiting == (0, 0, 0)
    assert window_is_true(till)


def test_a_level_left_over_by_an_earlier_program_goes_when_the_shop_is_joined_anew(
    till: TillAtWork, catalogue: PretendCatalogue, server: FaultServer, window: PretendShop
) -> None:
    soap = till.add("Savon")
    till.push_until_quiet()
    till.change(soap, shown_online=False)
    till.push_until_quiet()
    with transaction(till.db):
        till.db.execute(
            "INSERT INTO dirty (target, stream, product_id, gen, set_aside)"
            " VALUES (?, 'level', ?, 9, 'unknown product')",
            (till.link.target, soap.id),
        )

    till.join(server.url, catalogue.invite(window.name))
    till.push_until_quiet()

    assert till.waiting == (0, 0, 0)
    till.change(soap, shown_online=True)
    till.push_until_quiet()
    assert window_is_true(till)


def test_a_product_hidden_while_its_first_card_is_on_its_way_leaves_the_window(
    till: TillAtWork, server: FaultServer, window: PretendShop
) -> None:
    soap = till.add("Savon")
    server.misbehave(Fault.ANSWER_LOST)
    till.push()
    till.change(soap, shown_online=False)

    till.push_until_quiet()

    assert not window.products[soap.id][1].shown
    assert till.waiting == (0, 0, 0)


def test_a_product_hidden_before_the_window_ever_showed_it_is_never_sent(till: TillAtWork, server: FaultServer) -> None:
    soap = till.add("Savon")
    till.change(soap, shown_online=False)

    till.push_until_quiet()

    assert pushed(server, "products") == []
    assert till.waiting == (0, 0, 0)


def test_a_product_the_shop_no_longer_has_leaves_the_window(till: TillAtWork, window: PretendShop) -> None:
    soap = builders.product("Savon")
    with transaction(till.db):
        products.add(till.db, soap, version=1)
        outbox.mark_products(till.db, [(soap.id, 1)])
    till.push()
    with transaction(till.db):
        outbox.mark_products(till.db, [(soap.id, 2)])
        products.remove(till.db, soap.id)

    till.push_until_quiet()

    assert not window.products[soap.id][1].shown
    assert till.waiting == (0, 0, 0)


def test_the_window_learns_all_there_is_to_know_of_a_product(till: TillAtWork, server: FaultServer) -> None:
    add_category(till.db, Category("c1", "Crèmerie", 1))
    with transaction(till.db):
        products.add_family(till.db, Family("f1", "Comté"))
    cheese = Product(
        "p1", "Comté 18 mois", Money(2350), unit=Unit.KILOGRAM, brand="Fruitière", category_id="c1", family_id="f1"
    )
    add_product(till.db, cheese, ["2212345000004", "3560070000005"])
    add_product(till.db, Product("p2", "Œufs", None))

    till.push()

    first, second = msgspec.json.decode(pushed(server, "products")[0], type=ProductBatch).rows
    assert (first.product, first.name, first.brand, first.category) == ("p1", "Comté 18 mois", "Fruitière", "Crèmerie")
    assert (first.price_minor, first.currency, first.unit, first.family) == (2350, "EUR", "kg", "f1")
    assert first.barcodes == ("2212345000004", "3560070000005")
    assert first.shown
    assert (second.name, second.price_minor, second.barcodes) == ("Œufs", None, ())


def test_levels_wait_for_their_product(till: TillAtWork, server: FaultServer) -> None:
    till.add("Savon")
    server.misbehave(Fault.SERVER_ERROR)

    till.push()

    assert [asked.path for asked in server.heard[1:]] == ["/api/v1/products"]


def test_a_big_first_push_goes_out_in_batches_of_five_hundred(till: TillAtWork, server: FaultServer) -> None:
    with transaction(till.db):
        for number in range(1200):
            one = builders.product(f"Savon {number}")
            products.add(till.db, one, version=number + 1)
            outbox.mark_products(till.db, [(one.id, number + 1)])

    push = till.push()

    sizes = [len(msgspec.json.decode(body, type=ProductBatch).rows) for body in pushed(server, "products")]
    assert sizes == [500, 500, 200]
    assert push.pushed.products == 1200
    assert server.greetings <= 2, "one line, kept alive"


def test_what_the_window_believes_is_read_page_by_page(joined: Joined) -> None:
    till, _ = joined
    with transaction(till.db):
        for number in range(1, 603):
            one = builders.product(f"Savon {number}")
            products.add(till.db, one, version=number)
            till.db.execute("INSERT INTO stock_level VALUES (?, '', ?, ?)", (one.id, number * 1000, number + 1000))
            outbox.mark_products(till.db, [(one.id, number)])
            outbox.mark_levels(till.db, [(one.id, number + 1000)])

    till.push_until_quiet()

    assert len(till.window_levels()) == 602
    assert window_is_true(till)


def test_a_batch_too_long_for_the_wire_is_sent_in_parts(till: TillAtWork, server: FaultServer) -> None:
    with transaction(till.db):
        for number in range(300):
            one = builders.product("é" * 4000 + str(number))
            products.add(till.db, one, version=number + 1)
            outbox.mark_products(till.db, [(one.id, number + 1)])

    till.push()

    assert max(len(body) for body in pushed(server, "products")) <= 2_000_000
    assert till.shown_levels == {}


def test_negative_levels_are_sent_as_they_are(till: TillAtWork) -> None:
    soap = till.add("Savon", 1)
    till.sell(soap, 3)

    till.push_until_quiet()

    assert till.window_levels() == {soap.id: Quantity(-2000)}
