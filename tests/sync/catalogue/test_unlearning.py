"""Words that no product has any more are taken out of the town's words, and no other."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.catalogue import rows, unlearning
from sync.catalogue.models import Product, Word
from sync.catalogue.tidying import tidy
from sync.catalogue.vocabulary import vocabulary
from tests.sync.catalogue.calls import PairedTill, Town
from tests.sync.catalogue.tills import product

NAMES = ("Café moulu", "Thé vert", "Pain d'épices", "Café vert 500 g", "Œufs", "Miel d’acacia", "茶 Чай")


@pytest.fixture
def till(any_town: Town, monkeypatch: pytest.MonkeyPatch) -> PairedTill:
    monkeypatch.setattr(unlearning, "_looked_to", 0)
    return any_town.till()


def _kept() -> set[str]:
    return set(Word.objects.values_list("word", flat=True))


def _in_use() -> set[str]:
    return {word for folded in Product.objects.values_list("folded", flat=True) for word in folded.split()}


def test_the_words_of_a_name_that_is_gone_are_forgotten(till: PairedTill) -> None:
    till.put_products(product("coffee", "Café mooulu"), product("tea", "Thé vert"), product("cup", "Tasse verte"))
    till.put_products(product("coffee", "Café moulu", version=2), product("cup", "Tasse", version=2, shown=False))
    assert {"mooulu", "verte", "moulu"} <= _kept()

    tidy(till.town.now_ms)

    assert _kept() == _in_use()
    assert {"tasse", "moulu", "vert"} <= _kept()
    assert not {"mooulu", "verte"} & _kept()


def test_what_is_forgotten_is_found_no_more_in_memory_and_learnt_again(till: PairedTill) -> None:
    till.put_products(product("coffee", "Café mooulu"))
    assert "mooulu" in vocabulary()
    till.put_products(product("coffee", "Café moulu", version=2))

    tidy(till.town.now_ms)
    assert "mooulu" not in vocabulary()
    assert "moulu" in vocabulary()

    till.put_products(product("coffee", "Café mooulu", version=3))
    assert "mooulu" in vocabulary()
    assert "mooulu" in _kept()


def test_a_word_that_comes_back_while_it_is_looked_at_is_kept(
    till: PairedTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.put_products(product("coffee", "Café mooulu"))
    till.put_products(product("coffee", "Café moulu", version=2))
    wait = rows.wait_for_news

    def comes_back() -> None:
        wait()
        Product.objects.filter(ref="coffee").update(folded="cafe mooulu epicerie du port")

    monkeypatch.setattr(rows, "wait_for_news", comes_back)
    unlearning.forget_unused()

    assert "mooulu" in _kept()


def test_all_words_are_looked_at_a_few_at_a_time(till: PairedTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlearning, "LOOKED_AT_ONCE", 3)
    till.put_products(product("one", "Alpha bravo charlie delta echo foxtrot golf hotel"))
    till.put_products(product("one", "India", version=2))
    assert "hotel" in _kept()

    for _ in range(len(_kept()) // 3 + 2):
        unlearning.forget_unused()

    assert _kept() == _in_use()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(NAMES), st.booleans()), max_size=8))
def test_whatever_is_renamed_the_words_are_those_of_the_products(
    till: PairedTill, said: list[tuple[str, str, bool]]
) -> None:
    version = max(Product.objects.values_list("version", flat=True), default=0)
    for place, (ref, name, tidies) in enumerate(said, version + 1):
        till.put_products(product(ref, name, version=place))
        if tidies:
            unlearning.forget_unused()
            assert _kept() == _in_use()
    assert _in_use() <= _kept()
