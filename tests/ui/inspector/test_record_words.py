"""Records in words: every kind, every event and every field has its name, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from pos.database.connection import Database
from pos.database.journal.records import in_order
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product
from pos.operations.closing import close_day
from pos.operations.inspecting import Held
from pos.operations.selling import sell
from pos.operations.training import start_training, stop_training
from pos.wording import Language, Wording
from tests.builders import cash, new_id, product, ticket
from ui.inspector.field_words import FIELD_WORDS, field_in_words
from ui.inspector.payload_words import MONEY, in_words
from ui.inspector.record_parts import HELD_WORDS
from ui.inspector.record_words import EVENT_WORDS, KIND_WORDS, event_in_words, kind_in_words

SAME_IN_FRENCH = {"SIRET", "Archive", "Purge", "Ticket", "Tickets", "Signature", "Verdict", "Note", "Service", "Total"}


def test_every_kind_has_words() -> None:
    assert set(KIND_WORDS) == set(Kind)
    assert len(set(KIND_WORDS.values())) == len(Kind)


def test_every_event_has_words() -> None:
    assert set(EVENT_WORDS) == set(Event)
    assert len(set(EVENT_WORDS.values())) == len(Event)


def test_everything_that_is_held_against_a_record_has_words() -> None:
    assert set(HELD_WORDS) == set(Held)


def test_french_has_words_of_its_own() -> None:
    french = Wording("fr")
    said = [*KIND_WORDS.values(), *EVENT_WORDS.values(), *FIELD_WORDS.values(), *sum(HELD_WORDS.values(), ())]

    assert {words for words in said if french(words) == words} <= SAME_IN_FRENCH


def test_an_event_of_a_later_comptoir_keeps_its_name() -> None:
    assert event_in_words("SOMETHING_NEW", Wording("fr")) == "SOMETHING_NEW"
    assert field_in_words("data", "something_new", Wording("fr")) == "something_new"


@pytest.fixture
def shop(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Database:
    soap = product("Savon", 250)
    add_product(db, soap)
    one = ticket(soap)
    sell(db, one, [cash(500)], now=now, rates=rates)
    start_training(db, now=now, new_id=new_id)
    other = ticket(soap)
    sell(db, other, [cash(500)], now=now, rates=rates)
    stop_training(db, now=now, new_id=new_id)
    close_day(db, now=now)
    return db


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield value


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_field_of_every_record_is_shown_by_its_name(shop: Database, language: Language) -> None:
    wording = Wording(language)
    for record in in_order(shop):
        fields: dict[str, Any] = dict(parse(record.payload))
        rows = in_words(fields, wording, {})

        assert sum(bool(row.value) for row in rows) >= sum(value != "" for value in leaves(fields))
        unnamed = {name for name in names_in(fields) if name not in FIELD_WORDS and name not in set(Kind)}
        assert unnamed == set(), record.kind


def names_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from names_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from names_in(one)


def test_amounts_rates_quantities_and_people_are_said_as_people_say_them(shop: Database) -> None:
    (record,) = [one for one in in_order(shop) if one.kind is Kind.TICKET]
    fields: dict[str, Any] = dict(parse(record.payload))

    rows = in_words(fields, Wording("en"), {record.writer.operator_id: "Clara"})

    said = {row.name: row.value for row in rows if row.depth == 0}
    deep = [(row.name, row.value) for row in rows if row.depth]
    assert said["VAT included"] == "€2.50"
    assert said["Change given"] == "€2.50"
    assert said["Person at the till"] == f"Clara ({record.writer.operator_id})"
    assert said["Kind"] == "Ticket (TICKET)"
    assert ("VAT rate", "20%") in deep
    assert ("Quantity", "1") in deep
    assert ("Means of payment", "Cash") in deep
    assert ("Of the year", "€2.50") in deep
    assert next(iter(said)) == "Number in the chain"
    assert list(said)[-1] == "Hash of the one before in its series"


def test_what_is_money_has_a_name() -> None:
    assert {name for name in MONEY if name not in FIELD_WORDS and "." not in name} == set()
    assert kind_in_words(Kind.TRAIN, Wording("fr")) == "Ticket de formation"
