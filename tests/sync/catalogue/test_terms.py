"""After a restore: a later epoch goes on under the shop's next term, and only the till that publishes may ask."""

import msgspec

from sync import protocol
from sync.catalogue.models import Shop
from tests.sync.catalogue.calls import PairedTill, Town, outcomes, problem
from tests.sync.catalogue.tills import level, product


def test_a_restored_file_counts_again_under_a_new_term(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(product("soap", version=9))
    till.put_levels(level("soap", 5000, version=9))

    reply = _ask(till, epoch=2)
    till.joined = msgspec.structs.replace(till.joined, term=reply.term)

    assert reply == protocol.TermReply("till-1", 2, 2, till.joined.shop)
    assert outcomes(till.put_levels(level("soap", 7000, version=4))) == ["applied"]
    assert till.levels() == {"soap": (4, 7000)}


def test_asking_again_gives_the_same_term(any_town: Town) -> None:
    till = any_town.till()

    assert _ask(till, epoch=2) == _ask(till, epoch=2)
    assert Shop.objects.get().term == 2


def test_the_window_vouches_for_nothing_until_the_restored_till_has_sent_it_all(town: Town) -> None:
    till = town.till()
    till.beat()

    _ask(till, epoch=2)

    assert Shop.objects.get().complete_ms is None


def test_the_old_term_is_over(any_town: Town) -> None:
    till = any_town.till()
    _ask(till, epoch=2)

    answer = till.call("PUT", "products", protocol.ProductBatch("late", 1, (product("soap"),)))

    assert problem(answer).type == "stale-term"


def test_an_epoch_that_is_over_gets_no_term(any_town: Town) -> None:
    till = any_town.till()
    _ask(till, epoch=3)

    assert problem(till.call("POST", "term", protocol.TermRequest("till-1", 2))).type == "stale-term"


def test_a_till_that_no_longer_publishes_cannot_take_over(any_town: Town) -> None:
    earlier = any_town.till()
    any_town.till()

    assert problem(earlier.call("POST", "term", protocol.TermRequest("till-1", 5))).type == "stale-term"
    assert Shop.objects.get().term == 2


def test_a_key_asks_for_its_own_till_only(any_town: Town) -> None:
    till = any_town.till()

    assert problem(till.call("POST", "term", protocol.TermRequest("till-2", 2))).type == "bad-message"


def _ask(till: PairedTill, *, epoch: int) -> protocol.TermReply:
    answer = till.call("POST", "term", protocol.TermRequest("till-1", epoch))
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=protocol.TermReply)
