"""How French and English write prices, quantities, hours and days."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF"}
_WHOLE = {"JPY", "KRW", "XPF", "XOF", "XAF", "CLP", "ISK", "VND"}
_NARROW = "\u202f"
_DAY_MINUTES = 24 * 60


def price(minor: int, currency: str, language: str) -> str:
    """Write a price: `4,50 €` in French, `€4.50` in English."""
    places = 0 if currency in _WHOLE else 2
    amount = _number(minor, places, language)
    symbol = _SYMBOLS.get(currency, currency)
    if language == "fr":
        return f"{amount}{_NARROW}{symbol}"
    return f"{symbol}{amount}" if len(symbol) == 1 else f"{symbol}{_NARROW}{amount}"


def quantity(quantity_milli: int, unit: str, language: str) -> str:
    """Write a quantity: pieces whole, kilograms to the gram."""
    if unit == "kg":
        return f"{_number(quantity_milli, 3, language)}{_NARROW}kg"
    return _number(quantity_milli // 1000, 0, language)


def decimal(minor: int, currency: str) -> str:
    """Write a price for programs: `4.50`."""
    places = 0 if currency in _WHOLE else 2
    return f"{minor // 10**places}.{minor % 10**places:0{places}}" if places else str(minor)


def hour(moment: datetime) -> str:
    """Write a time of day: `11:40`, in French `11 h 40`."""
    return minute_of_day(moment.hour * 60 + moment.minute)


def minute_of_day(minutes: int) -> str:
    """Write minutes since midnight as a time of day."""
    hour = minutes // 60 % 24
    return (
        hour_form()
        .replace("{hour}", str(hour) if get_language() == "fr" else f"{hour:02}")
        .replace("{minute}", f"{minutes % 60:02}")
    )


def hour_form() -> str:
    """Return how the language in force writes a time of day, with blanks for hour and minute."""
    return _("{hour}:{minute}")


def length_of_time(minutes: int) -> str:
    """Write how long something takes, in the largest unit that it fills: `45 minutes`, `4 hours`, `3 days`."""
    if minutes % _DAY_MINUTES == 0 and minutes > _DAY_MINUTES:
        count, text = minutes // _DAY_MINUTES, ngettext("{count} day", "{count} days", minutes // _DAY_MINUTES)
    elif minutes % 60 == 0:
        count, text = minutes // 60, ngettext("{count} hour", "{count} hours", minutes // 60)
    else:
        count, text = minutes, ngettext("{count} minute", "{count} minutes", minutes)
    return text.replace("{count}", str(count))


def day(moment: datetime) -> str:
    """Write a day: `samedi 8 novembre`, `Saturday 8 November`."""
    return str(date_format(moment, "l j F"))


def full_day(moment: datetime) -> str:
    """Write a day with its year: `samedi 8 novembre 2025`, `Saturday 8 November 2025`."""
    return str(date_format(moment, "l j F Y"))


def _number(value: int, places: int, language: str) -> str:
    grouped = f"{value // 10**places:,}"
    if places:
        grouped += f".{value % 10**places:0{places}}"
    return grouped.translate(str.maketrans(",.", f"{_NARROW},")) if language == "fr" else grouped
