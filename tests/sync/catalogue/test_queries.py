"""What people type, recorded: each query of `queries.csv` has what was meant among its first five, on both databases.

What was meant is an article's name, or its beginning where any kind or size of it will do.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.catalogue import clock
from sync.catalogue.folding import fold
from sync.catalogue.searching import Wish, find
from sync.protocol import ProductRow
from tests.sync.catalogue import databases
from tests.sync.catalogue.assortment import Article, articles
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.tills import level, product

_FILE = Path(__file__).with_name("queries.csv")
_BATCH = 500
_FIRST = 5


def _queries() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shelves(
    request: pytest.FixtureRequest, prepared_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A town with its whole assortment on its shelves."""
    if request.param == "sqlite":
        database = databases.sqlite(prepared_file, tmp_path_factory.mktemp("shelves") / "catalogue.sqlite3")
    else:
        database = databases.postgresql(request.getfixturevalue("postgresql_url"))
    with database:
        _fill()
        yield


def _fill() -> None:
    town = Town()
    town.now_ms = clock.now_ms()
    by_shop: dict[tuple[str, str], list[Article]] = {}
    for article in articles():
        by_shop.setdefault((article.shop, article.trade), []).append(article)
    for (shop, trade), held in by_shop.items():
        till = town.till(shop, trade=trade)
        for start in range(0, len(held), _BATCH):
            batch = held[start : start + _BATCH]
            till.put_products(*(_row(article) for article in batch))
            till.put_levels(*(level(article.ref, 5000 * article.is_there) for article in batch))


def _row(article: Article) -> ProductRow:
    return product(
        article.ref,
        article.name,
        brand=article.brand,
        category=article.category,
        price_minor=article.price_minor,
    )


@pytest.mark.parametrize("query", _queries(), ids=lambda query: query["words"])
def test_what_was_meant_is_among_the_first_five(shelves: None, query: dict[str, str]) -> None:
    found = find(Wish(words=query["words"]), now_ms=clock.now_ms())

    first = [one.name for one in (*found.products, *found.close_products)][:_FIRST]
    assert any(f"{name} ".startswith(f"{query['expected']} ") for name in first), (query["why"], first)


def test_there_are_two_hundred_and_more_queries_over_some_thousand_articles() -> None:
    names = {article.name for article in articles()}

    assert len(_queries()) >= 200
    assert len(names) > 3000
    for query in _queries():
        assert any(f"{name} ".startswith(f"{query['expected']} ") for name in names), query


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(article=st.sampled_from(articles()), data=st.data())
def test_an_article_is_found_by_its_own_name_and_in_spite_of_one_slip(
    shelves: None, article: Article, data: st.DataObject
) -> None:
    exact = find(Wish(words=article.name), now_ms=clock.now_ms())
    assert article.name in [one.name for one in exact.products]
    assert not exact.is_guess
    assert fold(exact.products[0].name) == fold(article.name)

    words = fold(article.name).split()
    long = [place for place, word in enumerate(words) if len(word) >= _LONG and word.isalpha()]
    if not long:
        return
    place = data.draw(st.sampled_from(long))
    words[place] = data.draw(_slips(words[place]))
    found = find(Wish(words=" ".join(words)), now_ms=clock.now_ms())
    assert article.name in [one.name for one in (*found.products, *found.close_products)], words


@st.composite
def _slips(draw: st.DrawFn, word: str) -> str:
    place = draw(st.integers(0, len(word) - 2))
    letter = draw(st.sampled_from("aeinrstx"))
    return draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )


@pytest.mark.parametrize("words", ["beurre", "sel", "laine rouge", "thé", "500 g", "boulangerie dupain", "savon"])
def test_filters_and_pages_hold_on_the_whole_assortment(shelves: None, words: str) -> None:
    names = [one.name for one in find(Wish(words=words), now_ms=clock.now_ms()).products]
    agreed = _AGREED.setdefault(words, names)

    assert names == agreed, "both databases find the same, in the same order"
    narrowed = find(Wish(words=words, in_stock=True, to_minor=3000), now_ms=clock.now_ms())
    assert all((one.price_minor or 0) <= 3000 for one in narrowed.products)


_AGREED: dict[str, list[str]] = {}
_LONG = 6
