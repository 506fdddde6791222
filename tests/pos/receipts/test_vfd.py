"""The small display: two lines of twenty, nothing but text and commands of ours, each picture whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.customer_display import Buying, CustomerView, Greeting, Paid, buying
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.ticket import remove
from pos.receipts import vfd
from pos.wording import Wording
from tests.builders import eur, product, ticket
from tests.vfd_screen import VfdScreen

FRENCH = Wording("fr")
COFFEE = product("Café moulu d’Éthiopie 250 g", 450)
CHEESE = product("Comté", 2290, unit=Unit.KILOGRAM)


def shown(view: CustomerView, *, on: VfdScreen | None = None) -> tuple[str, str]:
    screen = on or VfdScreen()
    screen.take(vfd.BEGIN + vfd.picture(view, FRENCH))
    return screen.lines


def _bought(*items: object) -> Buying:
    return buying(ticket(*items), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("view", "lines"),
    [
        (Greeting("Bienvenue à l’épicerie du Marché"), ("    Bienvenue à", "l'épicerie du Marché")),
        (Greeting("Chez Léa"), ("      Chez Léa", "")),
        (_bought(COFFEE), ("Café moulu d'Ét 4,50", "TOTAL         4,50 €")),
        (_bought((COFFEE, pieces(2))), ("2 Café moulu d' 9,00", "TOTAL         9,00 €")),
        (_bought((CHEESE, Quantity(350))), ("0,350 kg Comté  8,02", "TOTAL         8,02 €")),
        (Paid(7, eur(1625), eur(375)), ("TOTAL        16,25 €", "À rendre      3,75 €")),
        (Paid(7, eur(1625), eur(0)), ("TOTAL        16,25 €", "Merci !")),
    ],
)
def test_the_two_lines_say_what_a_customer_wants_to_know(view: CustomerView, lines: tuple[str, str]) -> None:
    assert shown(view) == lines


def test_a_line_taken_off_shows_how_many_are_left() -> None:
    before = ticket(COFFEE, CHEESE)

    assert shown(buying(remove(before, 1), before))[0] == "1 article"


def test_a_new_picture_leaves_nothing_of_the_old_one() -> None:
    screen = VfdScreen()
    shown(Greeting("x" * 40), on=screen)

    screen.take(vfd.picture(Paid(1, eur(5), eur(0)), FRENCH))

    assert screen.lines == ("TOTAL         0,05 €", "Merci !")
    assert screen.resets == 1


@given(st.text(), st.integers(-10_000_000, 10_000_000))
def test_no_name_makes_a_display_do_anything_but_show(name: str, price_minor: int) -> None:
    view = Greeting(name) if not name.strip() else _bought(product(name, abs(price_minor)))

    top, bottom = shown(view)

    assert len(top) <= 20
    assert len(bottom) <= 20


@pytest.mark.parametrize("view", [Greeting("Bonjour"), Paid(1, eur(500), eur(0)), _bought(COFFEE)])
def test_r18_in_training_the_upper_line_says_so_whatever_is_shown(view: CustomerView) -> None:
    screen = VfdScreen()

    screen.take(vfd.BEGIN + vfd.picture(view, FRENCH, training=True))

    assert screen.lines[0].strip() == "SIMULATION"
