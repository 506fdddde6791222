"""News in the order of the commits, on real connections to PostgreSQL: no reader passes a number that comes late."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError

from sync.catalogue import clock, models, rows
from sync.catalogue.database import writing
from sync.catalogue.following import Following, News
from sync.catalogue.lasting import Name
from sync.catalogue.live import events
from sync.catalogue.tidying import tidy
from tests.sync.catalogue import databases
from tests.sync.catalogue.calls import Town


@pytest.fixture
def on_postgresql(postgresql_url: str) -> Iterator[str]:
    with databases.postgresql(postgresql_url):
        yield postgresql_url


class Writer(threading.Thread):
    """Another worker: notes a change of a shop on a connection of its own, and commits when told."""

    def __init__(self, url: str, shop: str) -> None:
        super().__init__(daemon=True)
        self._url, self._shop = url, shop
        self.noted, self.may_commit, self.committed = threading.Event(), threading.Event(), threading.Event()

    def run(self) -> None:
        with databases.postgresql_connection(self._url):
            with writing():
                rows.note_changes(self._shop, 1, [None])
                self.noted.set()
                self.may_commit.wait(20)
            self.committed.set()


class Pusher(threading.Thread):
    """A till at its call: holds its shop's row, and waits for the turn of the news when told."""

    def __init__(self, url: str, shop: str) -> None:
        super().__init__(daemon=True)
        self._url, self._shop = url, shop
        self.holds, self.may_tell = threading.Event(), threading.Event()
        self.fault: Exception | None = None

    def run(self) -> None:
        with databases.postgresql_connection(self._url):
            try:
                with writing():
                    models.Shop.objects.select_for_update().get(pk=self._shop)
                    self.holds.set()
                    self.may_tell.wait(20)
                    rows.note_changes(self._shop, 1, [None])
            except DatabaseError as fault:
                self.fault = fault


def test_tidying_waits_for_no_till_while_one_waits_for_it(on_postgresql: str) -> None:
    shop = Town().shop("Chez Lise")
    models.Product.objects.create(
        shop=shop, ref="coffee", term=1, version=1, name="Café moulu", currency="EUR", shown=True
    )
    models.Shop.objects.update(worded="")
    pusher = Pusher(on_postgresql, shop.pk)
    pusher.start()
    assert pusher.holds.wait(10)
    threading.Timer(0.5, pusher.may_tell.set).start()

    tidy(clock.now_ms())
    pusher.join(20)

    assert pusher.fault is None
    assert "lise" in models.Product.objects.get(ref="coffee").folded


def test_a_later_number_is_never_seen_before_an_earlier_one(on_postgresql: str) -> None:
    shop = Town().shop()
    first, second = Writer(on_postgresql, shop.pk), Writer(on_postgresql, shop.pk)
    before = events.position()
    first.start()
    assert first.noted.wait(10)
    second.start()
    second.may_commit.set()

    # The second writer is done but for its number: it waits for the first one's commit, and no reader sees either.
    assert not second.noted.wait(0.5)
    assert events.position() == before
    first.may_commit.set()

    assert second.committed.wait(10)
    assert [number for (number,) in _numbers(before)] == [before + 1, before + 2]


def test_a_reader_that_polls_hears_every_line_of_many_writers_in_order(on_postgresql: str) -> None:
    shops = [Town().shop(f"Boutique {place}").pk for place in range(4)]
    following = Following()
    following.look()
    heard: list[int] = []
    names = following._names

    def hear(news: News, codes: dict[int, list[str]]) -> list[Name]:
        heard.append(news.number)
        return names(news, codes)

    following._names = hear  # type: ignore[method-assign]
    began = events.position()
    writers = [threading.Thread(target=_write, args=(on_postgresql, shop), daemon=True) for shop in shops]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        following.look()
    following.look()

    assert heard == sorted(heard)
    assert heard == [number for (number,) in _numbers(began)]
    assert len(heard) == 4 * 25 * 3


def test_what_a_trigger_tells_waits_for_its_turn_too(on_postgresql: str) -> None:
    shop = Town().shop()
    first = Writer(on_postgresql, shop.pk)
    before = events.position()
    first.start()
    assert first.noted.wait(10)
    late = threading.Thread(target=_rename_town, args=(on_postgresql,), daemon=True)
    late.start()
    time.sleep(0.5)
    assert late.is_alive()
    assert events.position() == before

    first.may_commit.set()
    late.join(10)

    assert [shop_id for _, shop_id in _numbers(before, "shop_id")] == [shop.pk, None]


def test_without_the_lock_a_late_commit_would_be_missed(on_postgresql: str) -> None:
    """The danger is real: numbers are drawn before commits happen."""
    shop = Town().shop()
    with psycopg.connect(on_postgresql) as early, psycopg.connect(on_postgresql) as late:
        line = "INSERT INTO catalogue_change (shop_id, at_ms) VALUES (%s, 1) RETURNING id"
        lower = early.execute(line, (shop.pk,)).fetchone()
        higher = late.execute(line, (shop.pk,)).fetchone()
        late.commit()
        assert lower is not None
        assert higher is not None
        assert events.position() == higher[0] > lower[0]


def _write(url: str, shop: str) -> None:
    with databases.postgresql_connection(url):
        for _ in range(25):
            with writing():
                models.Shop.objects.select_for_update().get(pk=shop)
                rows.note_changes(shop, 1, [None, None, None])


def _rename_town(url: str) -> None:
    with databases.postgresql_connection(url):
        models.Town.objects.filter(pk=1).update(name="Autre nom")


def _numbers(after: int, *more: str) -> list[tuple[object, ...]]:
    return list(models.Change.objects.filter(pk__gt=after).order_by("pk").values_list("pk", *more))
