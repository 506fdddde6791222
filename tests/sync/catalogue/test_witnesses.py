"""The end of a till's chain is kept outside its shop: one line a till, moved only by who knows where it stood."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import protocol
from sync.catalogue import witnesses
from sync.catalogue.models import Witness
from sync.protocol import WitnessedHead, WitnessReply, WitnessRequest
from tests.sync.catalogue.calls import MINUTE_MS, PairedTill, Town, problem
from tests.sync.catalogue.tills import Till
from tests.sync.catalogue_server import RunningCatalogue


def head(seq: int, *, epoch: int = 1, digit: str = "a") -> WitnessedHead:
    return WitnessedHead(epoch, seq, digit * 64, seq * 1_000)


def tell(
    till: PairedTill, told: WitnessedHead, known: WitnessedHead | None = None, *, name: str = "till-1"
) -> HttpResponse:
    till.town.now_ms += MINUTE_MS
    return till.call("POST", "witness", WitnessRequest(name, told, known))


def kept(answer: HttpResponse) -> WitnessedHead | None:
    assert answer.status_code == 200, answer.content
    reply = msgspec.json.decode(answer.content, type=WitnessReply)
    assert reply.till == "till-1"
    return reply.head


def asked(till: PairedTill) -> WitnessedHead | None:
    return kept(till.call("GET", "witness"))


def test_the_first_end_is_kept_and_each_later_one_that_follows_from_it(any_town: Town) -> None:
    till = any_town.till()
    assert asked(till) is None

    assert kept(tell(till, head(3))) == head(3)
    assert kept(tell(till, head(9), head(3))) == head(9)
    assert kept(tell(till, head(1, epoch=2), head(9))) == head(1, epoch=2)

    assert asked(till) == head(1, epoch=2)
    assert Witness.objects.count() == 1


def test_a_recorded_call_played_again_changes_nothing(any_town: Town) -> None:
    till = any_town.till()
    tell(till, head(3))
    tell(till, head(9), head(3))

    assert kept(tell(till, head(3))) == head(9)
    assert kept(tell(till, head(9), head(3))) == head(9)
    assert asked(till) == head(9)


@pytest.mark.parametrize(
    "told",
    [head(4), head(9, digit="b"), head(50, epoch=1, digit="b")],
    ids=["an old copy", "another record of the same number", "an old copy that sold on"],
)
def test_a_till_that_does_not_know_what_is_kept_hears_it_and_writes_nothing(
    any_town: Town, told: WitnessedHead
) -> None:
    till = any_town.till()
    tell(till, head(3))
    tell(till, head(9), head(3))

    assert kept(tell(till, told, head(3))) == head(9)
    assert asked(till) == head(9)


def test_every_till_of_a_shop_has_a_line_of_its_own_and_no_shop_sees_anothers(any_town: Town) -> None:
    ours, theirs = any_town.till(), any_town.till("Savonnerie")

    tell(ours, head(3))
    assert asked(theirs) is None
    tell(theirs, head(5, digit="b"))

    assert (asked(ours), asked(theirs)) == (head(3), head(5, digit="b"))
    assert problem(tell(ours, head(9), head(3), name="till-2")).type == "bad-message"
    assert asked(ours) == head(3)


def test_a_till_paired_anew_finds_its_line_again(any_town: Town) -> None:
    tell(any_town.till(), head(3))

    assert asked(any_town.till()) == head(3)


def test_without_a_key_nothing_is_said_and_nothing_kept(town: Town) -> None:
    till = town.till()
    tell(till, head(3))

    for method, body in (("GET", None), ("POST", WitnessRequest("till-1", head(9), head(3)))):
        assert problem(town.call(method, "witness", body)).type == "not-signed-in"
    assert asked(till) == head(3)


def test_a_line_moves_no_more_than_once_a_second(any_town: Town) -> None:
    till = any_town.till()
    tell(till, head(3))
    at_once = WitnessRequest("till-1", head(4), head(3))

    refused = till.call("POST", "witness", at_once)
    assert problem(refused).type == "too-many-calls"
    assert refused.headers["Retry-After"] == "1"
    any_town.now_ms += witnesses.LEAST_MS

    assert kept(till.call("POST", "witness", at_once)) == head(4)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"till": "till-1", "head": {"epoch": 1, "seq": 0, "hash": "%s", "at_ms": 1}}' % (b"a" * 64),
        b'{"till": "till-1", "head": {"epoch": 1, "seq": 1, "hash": "%s", "at_ms": 1}}' % (b"A" * 64),
        b'{"till": "till-1", "head": {"epoch": 1, "seq": 1, "hash": "%s", "at_ms": 1}}' % (b"a" * 63),
        b'{"till": "till-1", "head": {"epoch": 1, "seq": 9007199254740993, "hash": "%s", "at_ms": 1}}' % (b"a" * 64),
    ],
)
def test_what_is_no_end_of_a_chain_is_refused(town: Town, body: bytes) -> None:
    till = town.till()

    assert problem(till.call("POST", "witness", body)).type == "bad-message"
    assert asked(till) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 6), st.sampled_from("ab"), st.integers(0, 4)),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_told_the_line_never_goes_back(town: Town, told: list[tuple[int, int, str, int]]) -> None:
    """Any order of ends, true and false, each with what was kept so many answers ago as what its teller knows."""
    Witness.objects.all().delete()
    till = town.till()
    seen: list[WitnessedHead | None] = [None]
    for epoch, seq, digit, ago in told:
        one, before = head(seq, epoch=epoch, digit=digit), seen[-1]
        now = kept(tell(till, one, seen[max(0, len(seen) - 1 - ago)]))
        assert now is not None
        if now != before:
            assert now == one
            assert before is None or (now.epoch, now.seq) > (before.epoch, before.seq)
        seen.append(now)


def test_two_that_tell_at_once_are_answered_one_after_the_other(running_catalogue: RunningCatalogue) -> None:
    """Over HTTP, on the running catalogue: of two ends that follow from the same one, one is kept."""
    till = Till(running_catalogue.url, running_catalogue.invite("Épicerie du Port"))
    wishes = [WitnessRequest("till-1", head(seq, digit=digit), None) for seq, digit in ((4, "a"), (4, "b"))]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda wish: till.call("POST", "witness", wish), wishes))

    heads = {msgspec.json.decode(one.content, type=WitnessReply).head for one in answers if one.status_code == 200}
    assert len(heads) == 1
    found = msgspec.json.decode(till.call("GET", "witness").content, type=protocol.WitnessReply).head
    assert {found} == heads
