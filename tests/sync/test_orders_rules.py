"""How reservations are taken, and the units handed over for them: told once, and again where that was lost."""

from __future__ import annotations

import msgspec

from pos.database import escrow, stock
from pos.database.connection import transaction
from pos.domain.online_log import LogEvent
from pos.domain.quantity import Quantity, pieces
from pos.domain.ticket import Ticket
from pos.operations.escrowing import promised_online
from pos.operations.ordering import put_on_ticket
from pos.operations.selling import sell
from tests import builders
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue, PretendShop
from tests.sync.telling_orders import TARGET, events, is_sound, wish
from tests.sync.till_at_work import RATES, TillAtWork


def test_rules_are_told_when_they_change_and_not_again(
    till: TillAtWork, window: PretendShop, server: FaultServer
) -> None:
    till.talk()
    wish(till, mode="safety", safety_milli=2000)

    till.talk()
    till.talk()

    assert window.orders.rules is not None
    assert (window.orders.rules.mode, window.orders.rules.version) == ("safety", 2)
    assert sum(one.path == "/api/v1/rules" for one in server.heard) == 2


def test_rules_of_a_till_whose_file_is_older_count_all_the_same(till: TillAtWork, window: PretendShop) -> None:
    till.talk()
    assert window.orders.rules is not None
    window.orders.rules = msgspec.structs.replace(window.orders.rules, version=40, mode="escrow")
    wish(till, mode="safety")

    till.talk()
    till.talk()

    assert (window.orders.rules.version, window.orders.rules.mode) == (41, "safety")


def test_units_are_handed_over_reserved_collected_and_handed_over_again(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon", 5)
    wish(till, mode="escrow", share_milli=2000)
    till.talk_until_quiet()
    till.talk()
    assert window.orders.offered(soap.id) == 2000
    assert promised_online(till.db, soap.id) == pieces(2)

    order_id = window.orders.reserve((soap.id, 2000), state="held", mode="escrow")
    till.talk()
    assert window.orders.offered(soap.id) == 2000  # two more, since two are reserved
    basket = put_on_ticket(till.db, TARGET, order_id, Ticket(till.new_id()), now=till.clock())
    sell(till.db, basket, builders.exactly(basket), now=till.clock(), rates=RATES)
    till.talk()

    units = escrow.of(till.db, TARGET, soap.id)
    assert units is not None
    assert (units.granted, units.consumed, units.rights, units.told) == (pieces(4), pieces(2), pieces(2), True)
    assert window.orders.units[soap.id].consumed == 2000
    assert stock.levels(till.db)[soap.id] == pieces(3)
    assert is_sound(till.db)


def test_what_is_sold_beyond_the_shops_own_is_asked_back(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon", 3)
    wish(till, mode="escrow", share_milli=2000)
    till.talk_until_quiet()
    till.talk()

    till.sell(soap, 2)
    till.talk()

    assert window.orders.offered(soap.id) == 1000
    assert LogEvent.PROMISE_OVERRIDDEN in events(till)
    units = escrow.of(till.db, TARGET, soap.id)
    assert units is not None
    assert units.rights == pieces(1) == stock.levels(till.db)[soap.id]


def test_another_mode_takes_back_what_is_free(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon", 5)
    wish(till, mode="escrow", share_milli=3000)
    till.talk_until_quiet()
    till.talk()
    order_id = window.orders.reserve((soap.id, 1000), state="held", mode="escrow")

    wish(till, mode="request")
    till.talk()
    assert window.orders.units[soap.id].rights == 1000
    window.orders.end(order_id, "expired")
    till.talk()

    units = escrow.of(till.db, TARGET, soap.id)
    assert units is not None
    assert (window.orders.units[soap.id].rights, units.rights) == (0, pieces(0))


def test_in_a_new_term_the_ledger_is_what_the_catalogue_holds(
    till: TillAtWork, window: PretendShop, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    soap = till.add("Savon", 10)
    wish(till, mode="escrow", share_milli=3000)
    till.talk_until_quiet()
    till.talk()
    window.orders.units[soap.id].consumed = 1000  # what a restored file knows nothing of
    with transaction(till.db):
        till.db.execute("UPDATE escrow SET granted_milli = 1000")

    till.join(server.url, catalogue.invite("Savonnerie du Port"))
    till.talk_until_quiet()
    till.talk()

    units = escrow.of(till.db, TARGET, soap.id)
    assert units is not None
    assert (units.granted, units.consumed) == (pieces(4), pieces(1))
    assert window.orders.units[soap.id].granted == 4000


def test_a_wiped_catalogue_holds_no_units(
    till: TillAtWork, window: PretendShop, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    soap = till.add("Savon", 10)
    wish(till, mode="escrow", share_milli=3000)
    till.talk_until_quiet()
    till.talk()
    window.orders.wipe()

    till.join(server.url, catalogue.invite("Savonnerie du Port"))
    till.talk_until_quiet()
    till.talk()

    units = escrow.of(till.db, TARGET, soap.id)
    assert units is not None
    assert units.granted == pieces(3) == Quantity(window.orders.units[soap.id].granted)
