"""What was asked for in vain, put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.demand import LONGEST_WORDS, Demand, DemandAnswer, clean_words, gathered, same_words

words = st.text(max_size=40)
demands = st.lists(
    st.builds(
        Demand,
        id=st.uuids().map(str),
        at_ms=st.integers(0, 10**12),
        words=st.sampled_from(["Thé vert", "the  vert", "thés verts", "Bougie", "bœuf", "…"]),
        product_id=st.sampled_from(["", "", "p1", "p2"]),
        answer=st.sampled_from(DemandAnswer),
    ),
    unique_by=lambda one: one.id,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bougies d’abeille", "bougie d'abeille"),
        ("Œufs  de Poule", "oeuf de poule"),
        ("CHOUX", "chou x".replace(" ", "")),
        ("Fil-de-fer (2 mm)", "fil de fer 2 mm"),
    ],
)
def test_the_same_asked_for_in_other_words_is_the_same(one: str, other: str) -> None:
    assert same_words(one) == same_words(other)


@pytest.mark.parametrize(("one", "other"), [("pin", "vin"), ("bas", "bis"), ("fil 2 mm", "fil 3 mm"), ("os", "o")])
def test_what_is_only_spelt_nearly_alike_stays_apart(one: str, other: str) -> None:
    assert same_words(one) != same_words(other)


@given(words)
def test_kept_words_are_one_printable_line_and_cleaning_them_again_changes_nothing(typed: str) -> None:
    cleaned = clean_words(typed)

    assert len(cleaned) <= LONGEST_WORDS
    assert cleaned.isprintable()
    assert clean_words(cleaned) == cleaned


@given(demands)
def test_every_demand_is_counted_once_in_whatever_order_they_come(asked: list[Demand]) -> None:
    groups = gathered(asked)

    assert sum(group.times for group in groups) == len(asked)
    assert sorted(demand_id for group in groups for demand_id in group.ids) == sorted(one.id for one in asked)
    assert sum(group.elsewhere for group in groups) == sum(one.answer is DemandAnswer.ELSEWHERE for one in asked)
    assert gathered(reversed(asked)) == groups
    assert [group.times for group in groups] == sorted((group.times for group in groups), reverse=True)


def test_an_article_is_one_whatever_words_it_was_asked_for_by() -> None:
    asked = [Demand("1", 10, "Thé", "p1"), Demand("2", 30, "sencha", "p1"), Demand("3", 20, "Thé")]

    article, by_words = gathered(asked)

    assert (article.words, article.times, article.last_ms, article.ids) == ("sencha", 2, 30, ("1", "2"))
    assert (by_words.product_id, by_words.times) == ("", 1)
