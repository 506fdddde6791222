"""A till asks for fingerprints of its window, and for the rows behind one: the same sums on both sides."""

import time

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue.folding import fold
from sync.catalogue.models import Level, Product
from sync.digest import EMPTY, bucket_of, fingerprints, level_mark, product_mark
from sync.order_protocol import BUCKETS, BucketReply, DigestReply, HeldRow
from tests.sync.catalogue.calls import NOON_MS, PairedTill, Town, problem
from tests.sync.catalogue.tills import level, product

SHOP = "Épicerie du Port"
MANY = 20_000
ENOUGH_S = 3.0


def digest(till: PairedTill) -> DigestReply:
    answer = till.call("GET", "digest")
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=DigestReply)


def bucket(till: PairedTill, number: int) -> BucketReply:
    answer = till.call("GET", f"digest/{number}")
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=BucketReply)


def test_the_fingerprints_are_those_of_what_is_shown(any_town: Town) -> None:
    till = any_town.till(SHOP)
    till.put_products(product("soap", version=4), product("tea", version=5), product("hidden", version=6, shown=False))
    till.put_levels(level("soap", -2000, version=7), level("hidden", 1000, version=8))

    told = digest(till)

    term = till.term
    assert told.products == fingerprints(
        [("soap", product_mark("soap", term, 4)), ("tea", product_mark("tea", term, 5))]
    )
    assert told.levels == fingerprints([("soap", level_mark("soap", term, 7, -2000))])
    assert (told.term, told.product_count, told.level_count) == (term, 2, 1)


def test_the_rows_behind_a_fingerprint_tell_hidden_from_unknown(any_town: Town) -> None:
    till = any_town.till(SHOP)
    till.put_products(product("soap", version=4), product("hidden", version=6, shown=False))
    till.put_levels(level("soap", 3000, version=7))

    assert bucket(till, bucket_of("soap")).rows == (HeldRow("soap", till.term, 4, True, till.term, 7, 3000),)
    assert HeldRow("hidden", till.term, 6, False) in bucket(till, bucket_of("hidden")).rows


def test_all_buckets_together_are_all_products_each_once_and_in_order(any_town: Town) -> None:
    till = any_town.till(SHOP)
    refs = [f"Article-{number}" for number in range(300)]
    till.put_products(*(product(ref) for ref in refs))

    found = [bucket(till, number) for number in range(BUCKETS)]

    assert sorted(row.product for one in found for row in one.rows) == sorted(refs)
    for one in found:
        assert [row.product for row in one.rows] == sorted(row.product for row in one.rows)
        assert {bucket_of(row.product) for row in one.rows} <= {one.bucket}


def test_a_shop_sees_nothing_of_another(any_town: Town) -> None:
    other = any_town.till("Mercerie")
    other.put_products(product("wool"))

    mine = any_town.till(SHOP)

    assert set(digest(mine).products) == {EMPTY}
    assert bucket(mine, bucket_of("wool")).rows == ()


def test_there_is_no_257th_bucket_and_no_way_in_without_a_key(town: Town) -> None:
    till = town.till(SHOP)

    assert problem(till.call("GET", "digest/256")).type == "bad-message"
    assert till.call("GET", "digest/-1").status_code == 404
    assert problem(till.call("PUT", "digest")).status == 405
    assert problem(town.call("GET", "digest")).type == "not-signed-in"


def test_twenty_thousand_products_are_told_quickly(any_town: Town) -> None:
    till = any_town.till(SHOP)
    shop = till.joined.shop
    made = Product.objects.bulk_create(
        Product(
            shop_id=shop, ref=f"a{number}", term=1, version=number + 1, name="Savon", brand="", category="",
            category_key="", family="", unit="piece", currency="EUR", price_minor=1, shown=True, folded=fold("Savon"),
        )
        for number in range(MANY)
    )  # fmt: skip
    Level.objects.bulk_create(
        Level(product=one, quantity_milli=1000, term=1, version=one.version, checked_ms=NOON_MS) for one in made
    )

    began = time.monotonic()
    told = digest(till)
    whole_s = time.monotonic() - began
    began = time.monotonic()
    found = bucket(till, 17)
    bucket_s = time.monotonic() - began

    print(f"{MANY} products: digest {whole_s * 1000:.0f} ms, a bucket {bucket_s * 1000:.0f} ms")
    assert (told.product_count, told.level_count) == (MANY, MANY)
    assert 40 < len(found.rows) < 130
    assert whole_s < ENOUGH_S
    assert bucket_s < ENOUGH_S


@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.integers(0, 2**64 - 1)), unique_by=lambda one: one[0]))
def test_the_order_of_rows_changes_no_fingerprint(marks: list[tuple[str, int]]) -> None:
    assert fingerprints(marks) == fingerprints(reversed(marks))


@given(
    st.tuples(st.integers(1, 9), st.integers(1, 10**9), st.integers(-(10**9), 10**9)),
    st.tuples(st.integers(1, 9), st.integers(1, 10**9), st.integers(-(10**9), 10**9)),
)
def test_another_term_version_or_figure_is_another_fingerprint(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    same = fingerprints([("soap", level_mark("soap", *one))]) == fingerprints([("soap", level_mark("soap", *other))])
    assert same == (one == other)
