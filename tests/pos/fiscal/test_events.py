"""The log tells of everything it has a name for: each event is written somewhere, prices, printers and rates too."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pos.database.connection import Database
from pos.database.journal.records import by_kind_after
from pos.domain.tax import TaxClass, TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.events import CODES, Event
from pos.fiscal.record import Kind
from pos.operations import editing
from pos.operations.cataloguing import add_product, change_product, price_product
from pos.operations.editing import look_at, save_card
from pos.operations.noting import note_drawer, note_printer_trouble, note_vat_table
from tests.builders import eur, product
from tests.pos.operations.importing_lists import imported, list_file, undone

ROOT: Final = Path(__file__).parents[3]


def events(db: Database) -> list[dict[str, Any]]:
    """What the log says after its first record."""
    said: list[Any] = [parse(record.payload) for record in by_kind_after(db, Kind.JET, 0)]
    return [{"event": one["event"], **one["data"]} for one in said if one["event"] != "INIT"]


def test_every_event_is_written_somewhere() -> None:
    sources = [path for folder in ("pos", "ui", "sync") for path in (ROOT / folder).rglob("*.py")]
    named = {
        Event(name)
        for path in sources
        if path.name != "events.py"
        for name in re.findall(r"\bEvent\.([A-Z_]+)\b", path.read_text())
        if name in Event.__members__
    }

    assert set(Event) - named == set()


def test_public_codes_are_those_of_known_events() -> None:
    assert CODES.keys() <= set(Event)
    assert all(code > 0 for code in CODES.values())


def test_a_price_edited_is_noted_with_both_prices(db: Database, now: datetime) -> None:
    soap = product("Savon", 250)
    add_product(db, soap)

    saved = save_card(db, replace(look_at(db, soap.id), product=replace(soap, price=eur(290))), now=now)
    save_card(db, replace(look_at(db, soap.id), product=replace(soap, name="Savon noir", price=eur(290))), now=now)
    change_product(db, replace(soap, price=None), now=now)
    price_product(db, soap.id, eur(300), shown_online=True, now=now)

    told = {"event": "PRICE_CHANGED", "product": soap.id, "label": "Savon"}
    assert events(db) == [{**told, "before": 250, "after": 290}, {**told, "before": 290}, {**told, "after": 300}]
    assert saved.card.product.price == eur(290)


def test_a_price_taken_back_is_noted_too(db: Database, now: datetime) -> None:
    soap = product("Savon", 250)
    add_product(db, soap)
    saved = save_card(db, replace(look_at(db, soap.id), product=replace(soap, price=eur(290))), now=now)

    editing.take_back(db, saved, now=now)

    assert [(one["before"], one["after"]) for one in events(db)] == [(250, 290), (290, 250)]


def test_a_list_notes_its_prices_once_with_their_count(db: Database, tmp_path: Path) -> None:
    for place, price in enumerate((250, 480, 900)):
        add_product(db, product(f"Article {place}", price), [f"201{place}"])
    path = list_file(tmp_path, "2010;Article 0;;;3,00;;;;;", "2011;Article 1;;;4,80;;;;;", "2012;Article 2;;;9,50;;;;;")

    record = imported(db, path)
    undone(db, record.id)

    told = {"event": "PRICE_CHANGED", "import": record.id, "count": 2}
    assert events(db) == [told, {**told, "undone": 1}]


def test_the_drawer_and_the_printer_are_noted(db: Database, now: datetime) -> None:
    note_drawer(db, now=now)
    note_printer_trouble(db, "receipt", "PrinterOffline", now=now + timedelta(minutes=1))

    assert events(db) == [
        {"event": "DRAWER_OPEN"},
        {"event": "PRINTER_FAIL", "printer": "receipt", "trouble": "PrinterOffline"},
    ]


def test_vat_rates_are_noted_when_they_are_other_ones(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    later = (*rates, TaxRate(TaxClass.STANDARD, 2_100, date(2027, 1, 1)))

    assert [note_vat_table(db, table, now) for table in (rates, rates, later, later)] == [False, False, True, False]

    [event] = events(db)
    assert event["event"] == "VAT_TABLE_CHANGED"
    assert event["rates"][-1] == {"class": "standard", "rate": 2_100, "from": "2027-01-01"}
    assert event["before"] != event["after"]
