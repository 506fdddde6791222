"""Trying the line finds the first thing that is wrong, against the real catalogue and against one that misbehaves."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self
from uuid import uuid4

import pytest
import trustme

from pos.database import online_log
from pos.database.connection import Database
from pos.domain.online_log import LogEvent
from sync import http
from sync.connectors import connector_opener
from sync.errors import NotLinked, Temporary, Unsettled
from sync.pairing import key_name
from sync.trying import Result, Step, Trial, try_line
from tests.sync.catalogue.tills import Till as OtherTill
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.fault_server import Fault, FaultServer, forward_to
from tests.sync.till_at_work import TillAtWork


@pytest.fixture
def joined(db: Database, town: RunningCatalogue) -> TillAtWork:
    """A till joined to the real catalogue, with one article in its window."""
    one = TillAtWork(db)
    one.join(town.url, town.invite(f"Épicerie {uuid4()}"))
    one.add("Thé")
    one.push()
    return one


@pytest.fixture
def between(joined: TillAtWork, town: RunningCatalogue) -> Iterator[FaultServer]:
    """What stands between the till and the catalogue, and misbehaves on order."""
    server = FaultServer(forward_to(town.url))
    joined.db.execute("UPDATE online_link SET address = ?", (server.url,))
    yield server
    server.stop()


def _tried(till: TillAtWork, authorities: Path | None = None) -> Trial:
    return try_line(till.db, keys=till.keys, open_connector=connector_opener(authorities), now=till.clock())


def _noted(till: TillAtWork) -> str:
    entries = online_log.entries(till.db, till.link.target, since_ms=0)
    return next(str(one.details["result"]) for one in entries if one.event is LogEvent.KEY_TRIED)


def test_a_line_in_order_is_ticked_step_by_step(joined: TillAtWork) -> None:
    trial = _tried(joined)

    assert trial.failed is None
    assert [result for _, result in trial.results] == [
        *(Result.WELL, Result.NEEDLESS, Result.WELL, Result.WELL, Result.WELL, Result.WELL)
    ], "no certificate is asked of this very machine"
    assert trial.status is not None
    assert (trial.status.shop_name, trial.status.products, trial.status.levels) == (joined.link.shop_name, 1, 1)
    assert timedelta() < trial.took < timedelta(seconds=20)
    assert joined.link.skew_ms is not None
    assert _noted(joined) == "well"


def test_a_key_that_the_store_lost_fails_at_the_key(joined: TillAtWork) -> None:
    till_id = str(joined.db.value("SELECT id FROM till"))
    joined.keys.forget(key_name(joined.link.target, till_id))

    trial = _tried(joined)

    assert trial.failed is Step.KEY
    assert _noted(joined) == "key"


def test_another_till_that_publishes_is_named(joined: TillAtWork, town: RunningCatalogue) -> None:
    OtherTill(town.url, town.invite(joined.link.shop_name), till="the-other")

    trial = _tried(joined)

    assert trial.failed is Step.PUBLISHES
    assert trial.status is not None
    assert trial.status.publisher == "Caisse"


def test_clocks_that_differ_fail_at_the_clock(joined: TillAtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(minutes=12)

    monkeypatch.setattr(http, "datetime", Late)

    trial = _tried(joined)

    assert trial.failed is Step.CLOCK
    assert trial.skew is not None
    assert abs(trial.skew - timedelta(minutes=12)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("fault", "step"),
    [
        (Fault.CAPTIVE_PORTAL, Step.ANSWER),
        (Fault.PORTAL_JSON, Step.ANSWER),
        (Fault.REDIRECT, Step.ANSWER),
        (Fault.SERVER_ERROR, Step.ANSWER),
        (Fault.HALF_JSON, Step.ANSWER),
        (Fault.FORBIDDEN, Step.KEY),
    ],
    ids=str,
)
def test_what_goes_wrong_on_the_way_fails_where_it_belongs(
    joined: TillAtWork, between: FaultServer, fault: Fault, step: Step
) -> None:
    between.misbehave(fault)

    trial = _tried(joined)

    assert trial.failed is step
    assert trial.trouble is not None
    assert _tried(joined).failed is None, "trying it again tells that it passed"


def test_nobody_at_the_address_fails_at_once_and_nothing_more_is_tried(
    joined: TillAtWork, between: FaultServer
) -> None:
    between.stop()

    trial = _tried(joined)

    assert trial.failed is Step.ADDRESS
    assert isinstance(trial.trouble, Temporary)
    assert trial.trouble.reason is Unsettled.UNREACHABLE
    assert [result for _, result in trial.results[1:]] == [Result.UNTRIED] * 5


def test_a_certificate_of_a_stranger_fails_at_the_certificate_and_the_key_is_never_shown(
    joined: TillAtWork, town: RunningCatalogue, tmp_path: Path
) -> None:
    stranger, ours = trustme.CA(), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stranger.issue_cert("localhost").configure_cert(context)
    ours.cert_pem.write_to_path(str(tmp_path / "ours.pem"))
    server = FaultServer(forward_to(town.url), tls=context)
    joined.db.execute("UPDATE online_link SET address = ?", (server.url,))

    trial = _tried(joined, tmp_path / "ours.pem")
    server.stop()

    assert trial.failed is Step.CERTIFICATE
    assert trial.results[0] == (Step.ADDRESS, Result.WELL)
    assert server.heard == []


def test_a_certificate_that_holds_is_ticked(joined: TillAtWork, town: RunningCatalogue, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    server = FaultServer(forward_to(town.url), tls=context)
    joined.db.execute("UPDATE online_link SET address = ?", (server.url,))

    trial = _tried(joined, tmp_path / "authority.pem")
    server.stop()

    assert trial.failed is None
    assert trial.results[1] == (Step.CERTIFICATE, Result.WELL)


def test_trying_changes_nothing_of_how_the_line_stands(joined: TillAtWork, between: FaultServer) -> None:
    between.misbehave(Fault.SERVER_ERROR)
    before = joined.link

    _tried(joined)

    link = joined.link
    assert (link.suspended, link.failures, link.not_before_ms) == (
        before.suspended,
        before.failures,
        before.not_before_ms,
    )
    assert link.current_at_ms == before.current_at_ms


def test_a_shop_that_was_never_joined_has_no_line(db: Database) -> None:
    with pytest.raises(NotLinked):
        _tried(TillAtWork(db))
