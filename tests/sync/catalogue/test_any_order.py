"""Whatever the wire does to batches (disorder, doubles, handing over), the window ends at the newest word."""

import itertools
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import protocol
from tests.sync.catalogue.calls import PairedTill, Town
from tests.sync.catalogue.tills import level, product

REFS = ("a", "b", "c")
_shops = itertools.count(1)


@dataclass(frozen=True)
class Word:
    """What a till says of a product under a version; the quantity tells which word the window ended at."""

    ref: str
    version: int
    quantity: int


def _words(lasts: int) -> st.SearchStrategy[list[Word]]:
    pairs = st.tuples(st.sampled_from(REFS), st.integers(1, 12))
    distinct = st.lists(pairs, min_size=1, max_size=lasts, unique=True)
    return distinct.map(lambda found: [Word(ref, version, 100 * version + len(ref)) for ref, version in found])


@st.composite
def _batches(draw: st.DrawFn) -> list[list[Word]]:
    """Words cut into batches, some sent twice or thrice, in any order, products named twice in one batch."""
    words = draw(_words(lasts=20))
    sent = draw(st.permutations(words + draw(st.lists(st.sampled_from(words), max_size=10))))
    cuts = sorted(draw(st.lists(st.integers(0, len(sent)), max_size=6)))
    parts = [list(sent[start:end]) for start, end in itertools.pairwise([0, *cuts, len(sent)])]
    full = [part for part in parts if part]
    return draw(st.permutations(full + draw(st.lists(st.sampled_from(full), max_size=3))))


@given(_batches())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_doubles_end_at_the_highest_version(town: Town, batches: list[list[Word]]) -> None:
    till = _new_till(town)

    for batch in batches:
        till.put_levels(*(level(word.ref, word.quantity, version=word.version) for word in batch))

    assert till.levels() == _newest(itertools.chain.from_iterable(batches))


@given(_batches(), st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_resent_attempts_are_answered_alike_and_change_nothing(
    town: Town, batches: list[list[Word]], data: st.DataObject
) -> None:
    till = _new_till(town)
    sent: list[tuple[protocol.LevelBatch, bytes]] = []

    for place, batch in enumerate(batches):
        rows = tuple(level(word.ref, word.quantity, version=word.version) for word in batch)
        message = protocol.LevelBatch(f"attempt-{place}", till.term, rows)
        sent.append((message, till.call("PUT", "levels", message).content))
        earlier, answer = data.draw(st.sampled_from(sent))
        assert till.call("PUT", "levels", earlier).content == answer

    assert till.levels() == _newest(itertools.chain.from_iterable(batches))


@given(_words(lasts=8), _words(lasts=8), st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_a_handing_over_only_the_new_till_is_believed(
    town: Town, before: list[Word], after: list[Word], data: st.DataObject
) -> None:
    old = _new_till(town)
    old.put_levels(*(level(word.ref, word.quantity, version=word.version) for word in before))
    new = town.till(old.joined.shop_name)
    late = protocol.LevelBatch("late", old.term, (level("a", 1, version=10**6),))

    for word in data.draw(st.permutations(after)):
        assert old.call("PUT", "levels", late).status_code == 409
        new.put_levels(level(word.ref, word.quantity, version=word.version))

    assert new.levels() == {**_newest(before), **_newest(after)}


def _new_till(town: Town) -> PairedTill:
    till = town.till(f"Boutique {next(_shops)}")
    till.put_products(*(product(ref) for ref in REFS))
    return till


def _newest(words: "itertools.chain[Word] | list[Word]") -> dict[str, tuple[int, int]]:
    newest: dict[str, tuple[int, int]] = {}
    for word in words:
        newest[word.ref] = max(newest.get(word.ref, (0, 0)), (word.version, word.quantity))
    return newest
