"""Records: each in its place, with the hashes before it, signed over what it says and nothing less."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from pos.database.connection import Database, transaction
from pos.database.journal import keys
from pos.database.journal.author import Head, author_of
from pos.database.journal.records import about, append, by_seq, head_row, in_order, latest, note_event
from pos.domain.errors import SigningKeyMissing
from pos.fiscal.business_day import business_day, open_from
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import NO_HASH, PREFIX, Kind, Place, Writer, compose, hash_of, moment
from tests.builders import NOON, PARIS

WRITER = Writer("till", "81234567800017", "p1", "Lucie", "1.0", "abcd", "0123456789abcdef")


@pytest.fixture
def journal(db: Database) -> Database:
    author_of(db)
    return db


def _note(db: Database, now: datetime = NOON) -> None:
    with transaction(db):
        note_event(db, Event.DRAWER_OPEN, now=now)


def test_a_new_shop_begins_with_its_key_and_the_log_s_first_event(journal: Database) -> None:
    first, second = in_order(journal)
    span = keys.current(journal)

    assert span is not None
    assert (first.kind, first.subject, first.seq, first.number) == (Kind.KEY, span.key.id, 1, 1)
    assert (second.kind, second.subject, second.number) == (Kind.JET, "INIT", 1)
    assert parse(second.payload)["data"] == {"before": {"sales": 0, "tickets": 0}, "epoch": 1, "till": "1"}


def test_every_record_holds_the_hashes_before_it_and_is_signed(journal: Database) -> None:
    for _ in range(3):
        _note(journal)
    chain = list(in_order(journal))
    span = keys.current(journal)
    assert span is not None

    previous = NO_HASH
    in_series: dict[str, bytes] = {}
    for place, one in enumerate(chain, 1):
        fields = parse(one.payload)
        assert (fields["seq"], one.seq) == (place, place)
        assert fields["prev"] == previous.hex()
        assert fields["sprev"] == in_series.get(one.series, NO_HASH).hex()
        assert one.hash == hash_of(one.payload)
        assert span.key.verifies(PREFIX + one.payload, one.signature)
        previous = in_series[one.series] = one.hash
    assert head_row(journal).hash == previous


def test_records_are_found_by_place_kind_and_subject(journal: Database) -> None:
    _note(journal)
    last = latest(journal, Kind.JET)

    assert last is not None
    assert by_seq(journal, last.seq) == last
    assert about(journal, "DRAWER_OPEN", Kind.JET) == [last]
    assert latest(journal, Kind.Z) is None
    assert by_seq(journal, 99) is None
    assert [one.seq for one in in_order(journal, from_seq=2, to_seq=2)] == [2]


def test_a_connection_without_an_author_writes_nothing(db: Database) -> None:
    db.call_author = None
    with pytest.raises(SigningKeyMissing), transaction(db):
        append(db, Kind.NOTE, {}, now=NOON)
    assert head_row(db).seq == 0


def test_an_author_called_in_a_transaction_that_came_to_nothing_is_called_anew(db: Database) -> None:
    with pytest.raises(RuntimeError), transaction(db):
        note_event(db, Event.DRAWER_OPEN, now=NOON)
        raise RuntimeError
    assert db.author is None

    _note(db)

    assert [one.kind for one in in_order(db)] == [Kind.KEY, Kind.JET, Kind.JET]


def test_the_anchors_hear_of_a_head_once_it_is_on_the_disk(db: Database) -> None:
    heard: list[Head] = []
    db.author = replace(author_of(db), told_heads=heard.append)
    with transaction(db):
        note_event(db, Event.DRAWER_OPEN, now=NOON)
        note_event(db, Event.DRAWER_OPEN, now=NOON)
        assert heard == []
    with pytest.raises(RuntimeError), transaction(db):
        note_event(db, Event.DRAWER_OPEN, now=NOON)
        raise RuntimeError

    assert [(head.seq, head.hash) for head in heard] == [(4, head_row(db).hash)]


def test_what_every_record_says() -> None:
    at = datetime(2026, 11, 26, 0, 30, 0, 123456, tzinfo=PARIS)
    payload = compose(
        Kind.NOTE, Place(7, "NOTE/2", 3, b"\1" * 32, b"\2" * 32), WRITER,
        at=at, business_day=date(2026, 11, 25), subject="t1", body={"ttc": 2500},
    )  # fmt: skip

    assert parse(payload) == {
        "v": 1, "alg": "ES256", "kid": "0123456789abcdef", "seq": 7, "kind": "NOTE", "series": "NOTE/2", "no": 3,
        "prev": "01" * 32, "sprev": "02" * 32, "ts": "2026-11-26T00:30:00.123+01:00", "utc": "2026-11-25T23:30:00.123Z",
        "bday": "2026-11-25", "till": "till", "siret": "81234567800017", "op": "p1", "opname": "Lucie", "fv": "1.0",
        "build": "abcd", "sub": "t1", "ttc": 2500,
    }  # fmt: skip


def test_a_body_cannot_say_what_every_record_says() -> None:
    with pytest.raises(ValueError, match="seq"):
        compose(
            Kind.NOTE, Place(1, "NOTE/1", 1), WRITER,
            at=NOON, business_day=date(2026, 11, 23), subject="", body={"seq": 2},
        )  # fmt: skip


def test_who_answers_stands_in_the_record_where_somebody_does() -> None:
    payload = compose(
        Kind.NOTE, Place(1, "NOTE/1", 1), replace(WRITER, responsible_id="p2"),
        at=NOON, business_day=date(2026, 11, 23), subject="", body={},
    )  # fmt: skip
    assert parse(payload)["resp"] == "p2"


def test_moments_are_written_to_the_millisecond() -> None:
    assert moment(datetime(2026, 7, 1, 12, tzinfo=PARIS)) == "2026-07-01T12:00:00.000+02:00"
    assert moment(datetime(2026, 7, 1, 12, tzinfo=UTC)) == "2026-07-01T12:00:00.000Z"


@pytest.mark.parametrize(
    ("at", "cut_off", "day"),
    [
        ("2026-11-26T03:59", time(4), 25),
        ("2026-11-26T04:00", time(4), 26),
        ("2026-11-26T00:00", time(0), 26),
        ("2026-11-26T05:30", time(6, 30), 25),
        ("2026-11-26T23:59", time(4), 26),
    ],
)
def test_a_business_day_begins_at_its_hour(at: str, cut_off: time, day: int) -> None:
    assert business_day(datetime.fromisoformat(at).replace(tzinfo=PARIS), cut_off) == date(2026, 11, day)


def test_a_closed_day_takes_nothing_more() -> None:
    closed = date(2026, 11, 26)
    at = datetime(2026, 11, 26, 19, tzinfo=PARIS)
    assert open_from(at, closed) == date(2026, 11, 27)
    assert open_from(at + timedelta(days=3), closed) == date(2026, 11, 29)
    assert open_from(at, None) == closed
