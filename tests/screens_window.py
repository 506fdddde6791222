"""How the sheet of what the window says is posed for its pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from pos.domain.money import Money
from pos.domain.opening_hours import ClosedDays, Span
from pos.domain.window_word import News, WindowWord
from pos.operations import announcing, presenting
from tests import builders
from ui.window.window_sheet import ABOUT, CLOSURES, HOURS, NEWS, PROMOTIONS, WindowSheet

if TYPE_CHECKING:
    from tests.screens import Sitting

MOMENT: Final = builders.NOON + timedelta(hours=2, minutes=32)
TODAY: Final = MOMENT.date()
DAY: Final = (Span(540, 750), Span(840, 1140))
WEEK: Final = ((), DAY, DAY, DAY, DAY, (Span(540, 1140),), ())
CLOSURES_TOLD: Final = (
    ClosedDays(date(2026, 12, 24), date(2026, 12, 24), (Span(540, 960),), "Réveillon"),
    ClosedDays(date(2026, 12, 25), date(2026, 12, 27), reason="Noël en famille"),
)
WORD: Final = WindowWord(
    WEEK,
    CLOSURES_TOLD,
    "Fromages affinés sur place, paniers de saison, café torréfié à deux rues d’ici.",
    "https://www.epicerie-du-port.example",
    "02 99 00 00 12",
)


def hours(sitting: Sitting) -> None:
    _told(sitting)
    _open(sitting, HOURS)


def no_hours(sitting: Sitting) -> None:
    """Nothing was ever kept, and one time is typed in a way nobody reads."""
    sheet = _open(sitting, HOURS)
    sheet.hours.rows[1].boxes[0].setText("neuf")
    sheet.hours.rows[1].boxes[1].setText("12h30")
    sheet.save()


def closures(sitting: Sitting) -> None:
    _told(sitting)
    sheet = _open(sitting, CLOSURES)
    sheet.closures.first_day.show_text("1/5")


def about(sitting: Sitting) -> None:
    _told(sitting)
    _open(sitting, ABOUT)


def leaving(sitting: Sitting) -> None:
    about(sitting)
    _sheet(sitting).about.website.show_text("")
    _sheet(sitting).go_back()


def news(sitting: Sitting) -> None:
    _tell_news(sitting, News("n1", "Les premières clémentines de Corse", first=TODAY, last=TODAY + timedelta(days=12)))
    _tell_news(sitting, News("n2", "Dégustation samedi de 10 h à midi", first=TODAY))
    _open(sitting, NEWS)


def writing(sitting: Sitting) -> None:
    sheet = _open(sitting, NEWS)
    sheet.news.write(None)
    sheet.news.text.show_text("Elles arrivent demain matin. Deux kilos par personne, le temps que tout le monde goûte.")
    sheet.news.publish()


def promotions(sitting: Sitting) -> None:
    _reduce(sitting, "comté", days=7, now_days=0)
    _reduce(sitting, "graines", days=3, now_days=-5)
    _open(sitting, PROMOTIONS)


def reducing(sitting: Sitting) -> None:
    sheet = _open(sitting, PROMOTIONS)
    product = sitting.find(lambda one: one.price is not None)
    look: Callable[..., announcing.Reducible] = partial(announcing.look_at_price, product_id=product.id, now=MOMENT)
    sitting.till.reading.run(look, sheet.promotions.begin)
    sitting.settle(lambda: sheet.promotions.is_setting)
    sheet.promotions.price.setText("0,50")


def no_reduction(sitting: Sitting) -> None:
    reducing(sitting)
    _sheet(sitting).promotions.price.setText("999")


def _told(sitting: Sitting) -> None:
    sitting.till.background.run(lambda db: presenting.keep_word(db, WORD))
    sitting.settle()


def _tell_news(sitting: Sitting, told: News) -> None:
    sitting.till.background.run(lambda db: announcing.publish_news(db, told, today=TODAY))
    sitting.settle()


def _reduce(sitting: Sitting, words: str, *, days: int, now_days: int) -> None:
    product = sitting.find(lambda one: one.price is not None and words in one.name.lower())
    assert product.price is not None
    price = Money(product.price.minor * 4 // 5)
    now = MOMENT + timedelta(days=now_days)
    sitting.till.background.run(
        lambda db: announcing.reduce_price(
            db, product.id, price, ends=now + timedelta(days=days), text="Fin de série", now=now
        )
    )
    sitting.settle()


def _open(sitting: Sitting, place: int) -> WindowSheet:
    sitting.till.late.contents.open(place)
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, WindowSheet))
    return _sheet(sitting)


def _sheet(sitting: Sitting) -> WindowSheet:
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, WindowSheet)
    return sheet
