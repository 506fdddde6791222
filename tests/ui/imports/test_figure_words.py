"""What an import will do or did, said so that a shopkeeper knows what to expect."""

import pytest

from pos.exchange.product_lists.entry import Flag, Why
from pos.operations.changes import Changes
from pos.operations.importing import Figures, Left, Since, Undone
from pos.wording import Wording
from ui.imports.figure_words import headline, remarks, time_left, undoing

EN = Wording("en")


def test_what_there_is_none_of_is_left_out() -> None:
    assert headline(Figures(added=6774, refused=1), EN) == "6,774 new articles · 1 refused row"
    assert headline(Figures(changed=1, unchanged=2), EN) == "1 changed article · 2 already the same"


def test_everything_worth_knowing_is_said_before_importing() -> None:
    figures = Figures(
        added=3,
        refused=1,
        to_price=1,
        categories=2,
        stock_kept=1,
        reasons=((Why.PRICE_UNREADABLE, 1),),
        flags=((Flag.ZEROS_LOST, 2),),
    )

    assert remarks(figures, EN) == [
        "1 new article has no price: it is asked at the first scan, where it can also go online.",
        "2 new categories",
        "The stock of 1 article is not taken: the shop counts it already.",
        "2 × The barcode seems to have lost its leading zeros",
        "1 × This is no price: “…”.",
    ]


def test_what_an_undoing_leaves_is_named_with_the_reason() -> None:
    left = (Left("1", "Savon", Since.SOLD), Left("2", "Brosse", Since.EDITED))

    assert undoing(Undone(5, 1, left, Changes()), EN).splitlines() == [
        "5 articles taken away.",
        "1 article as it was before.",
        "2 articles stay as they are:",
        "– Savon (sold since)",
        "– Brosse (changed since)",
    ]


def test_of_many_that_stay_the_first_are_named() -> None:
    left = tuple(Left(str(number), f"Article {number}", Since.SOLD) for number in range(20))

    assert undoing(Undone(0, 0, left, Changes()), EN).splitlines()[-1] == "…"


@pytest.mark.parametrize(
    ("done", "elapsed_s", "said"),
    [
        (0, 30.0, ""),
        (10, 0.5, ""),
        (1_000, 10.0, ""),
        (100, 1.0, "about 9 seconds left"),
        (999, 9.0, "about 1 second left"),
        (100, 20.0, "about 3 minutes left"),
    ],
)
def test_time_left_is_said_once_it_is_more_than_a_guess(done: int, elapsed_s: float, said: str) -> None:
    assert time_left(done, 1_000, elapsed_s, EN) == said
