"""Whether the catalogue is well, what it counts, and what it logs: nothing of anybody in particular."""

import json
import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue.models import Letter
from sync.catalogue.watching import counters, health, logs
from sync.catalogue.watching.requests import view_of, watched
from tests.sync.catalogue.calls import HOUR_MS, Town
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

TOKEN = "a-token-of-the-test"
FORWARDED = {"X-Forwarded-For": "198.51.100.7"}


@pytest.fixture
def logging_catalogue(tmp_path: Path) -> Iterator[RunningCatalogue]:
    running = RunningCatalogue()
    running.start(tmp_path / "data", "--log", "json", environment={"CATALOGUE_METRICS_TOKEN": TOKEN})
    yield running
    running.stop()


def _get(running: RunningCatalogue, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{running.url}{path}", headers=headers, timeout=10)


def _figures(text: str) -> dict[str, float]:
    """Read Prometheus' text format, as strictly as it must be read."""
    found: dict[str, float] = {}
    typed: set[str] = set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            typed.add(line.split()[2])
            continue
        if line.startswith("# HELP "):
            continue
        match = re.fullmatch(r'([a-z_]+)(\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? (\S+)', line)
        assert match, line
        assert re.sub(r"_(bucket|sum|count)$", "", match[1]) in typed or match[1] in typed, line
        assert match[1] + (match[2] or "") not in found, f"told twice: {line}"
        found[match[1] + (match[2] or "")] = float(match[3])
    assert text.endswith("\n")
    return found


def test_what_is_asked_and_pushed_is_counted_over_all_processes(logging_catalogue: RunningCatalogue) -> None:
    till = Till(logging_catalogue.url, logging_catalogue.invite("Lise"))
    till.put_products([product("a"), product("b")])
    till.put_levels([level("a", 1000), level("b", 2000)])
    till.beat()
    for path in ("/", "/?q=pain", "/boutiques/lise/", "/boutiques/lise/articles/a/", "/nowhere"):
        _get(logging_catalogue, path)
    with requests.get(f"{logging_catalogue.live_url}/events?shop=lise", stream=True, timeout=10) as stream:
        lines = stream.iter_lines()  # held on to: let go of, it closes the line
        next(lines)
        told = _figures(_get(logging_catalogue, "/metrics").text)

    for view, status in (("town", 200), ("search", 200), ("shop", 200), ("product", 200), ("other", 404)):
        assert told[f'comptoir_requests_total{{view="{view}",status="{status}"}}'] == 1, view
        assert told[f'comptoir_request_seconds_count{{view="{view}"}}'] == 1
        assert told[f'comptoir_request_seconds_bucket{{view="{view}",le="+Inf"}}'] == 1
    assert told['comptoir_requests_total{view="push",status="200"}'] == 2
    assert told['comptoir_pushed_rows_total{kind="levels"}'] == 2
    assert told['comptoir_tills_heard{within="5m"}'] == 1
    assert told["comptoir_live_streams"] == 1
    assert told["comptoir_shops"] == 1
    assert told["comptoir_live_looked_timestamp_seconds"] == pytest.approx(time.time(), abs=10)


@pytest.mark.parametrize("path", ["/metrics", "/health"])
def test_figures_are_for_this_machine_or_the_token(logging_catalogue: RunningCatalogue, path: str) -> None:
    def shows_figures(**headers: str) -> bool:
        answer = _get(logging_catalogue, path, **headers)
        return "free_mb" in answer.text or "comptoir_requests" in answer.text

    assert shows_figures()
    assert not shows_figures(**FORWARDED)
    assert not shows_figures(**{"X-Forwarded-For": "127.0.0.1"})
    assert not shows_figures(**FORWARDED, Authorization="Bearer wrong")
    assert not shows_figures(**FORWARDED, Authorization="Bearer ")
    assert shows_figures(**FORWARDED, Authorization=f"Bearer {TOKEN}")


def test_a_catalogue_that_is_well_says_so(logging_catalogue: RunningCatalogue) -> None:
    answer = _get(logging_catalogue, "/health")

    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == "ok"
    assert told["checks"].keys() == {"database", "migrations", "live", "disk", "tidied", "backup", "letters"}
    assert _get(logging_catalogue, "/health", **FORWARDED).json()["checks"]["database"] is True


def test_a_catalogue_whose_tables_are_another_versions_is_not_well(logging_catalogue: RunningCatalogue) -> None:
    with closing(sqlite3.connect(logging_catalogue.data_dir / "catalogue.sqlite3", timeout=10)) as db, db:
        db.execute("DELETE FROM django_migrations WHERE app = 'catalogue' AND name LIKE '0006%'")

    answer = _get(logging_catalogue, "/health")

    assert (answer.status_code, answer.json()["status"]) == (503, "failing")
    assert answer.json()["checks"]["migrations"]["figures"] == {"missing": 1}


def test_a_catalogue_without_its_database_says_so_and_goes_on(logging_catalogue: RunningCatalogue) -> None:
    with closing(sqlite3.connect(logging_catalogue.data_dir / "catalogue.sqlite3", timeout=10)) as db, db:
        db.execute("DROP TABLE django_migrations")

    assert _get(logging_catalogue, "/health", **FORWARDED).status_code == 503
    assert "comptoir_requests_total" in _get(logging_catalogue, "/metrics").text


def test_letters_that_wait_for_long_want_a_look(any_town: Town) -> None:
    now = any_town.now_ms
    Letter.objects.create(key="one", recipient="a@example.org", subject="", body="", not_before_ms=now, made_ms=now)
    assert health.look(now)["letters"].ok

    late = health.look(now + 2 * HOUR_MS)

    assert not late["letters"].ok
    assert not late["letters"].needed
    assert late["letters"].figures == {"waiting": 1, "refused": 0, "oldest_min": 120}


def test_a_live_server_that_looks_no_more_is_missed(town: Town, alone: counters.Counters) -> None:
    alone.put("looked_ms", town.now_ms - 60_000)

    found = health.look(town.now_ms)

    assert (found["live"].ok, found["live"].needed) == (False, True)


def test_a_start_is_well_before_the_live_server_has_looked(town: Town, alone: counters.Counters) -> None:
    alone.put("began_ms", town.now_ms)

    assert health.look(town.now_ms + 29_000)["live"].ok
    assert not health.look(town.now_ms + 31_000)["live"].ok, "by then it should have looked"


def test_the_catalogue_is_ready_once_the_live_server_has_looked_and_stays_so(
    town: Town, alone: counters.Counters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_was_ready", False)
    asked = Client(headers={"host": "127.0.0.1"})
    assert asked.get("/ready").status_code == 503

    alone.put("looked_ms", town.now_ms)
    assert asked.get("/ready").status_code == 204

    alone.put("looked_ms", 0)
    assert asked.get("/ready").status_code == 204, "pages are complete without the live events"


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> counters.Counters:
    """A process that counts beside nobody, with a live server to look after."""
    from django.conf import settings

    monkeypatch.setattr(settings, "LIVE_PORT", 8001)
    monkeypatch.setattr(settings, "DATA_FOLDER", tmp_path)
    return counters.Counters(tmp_path / counters.FOLDER / "one.counts")


def test_counts_of_processes_that_are_gone_are_kept_until_the_next_start(tmp_path: Path) -> None:
    first, second = (counters.Counters(tmp_path / "metrics" / f"{name}.counts") for name in ("1", "2"))
    first.note_request("town", 200, 1500)
    second.note_request("town", 200, 900_000)
    second.note_request("town", 418, 20_000_000)
    first.put("tidied_ms", 5)
    second.put("tidied_ms", 3)
    (tmp_path / "metrics" / "other.counts").write_bytes(b"of another version")

    total = counters.added_up(tmp_path)

    assert (total["status town 200"], total["status town 0"]) == (2, 1)
    assert (total["within town 2"], total["within town 1000"], total["micros town"]) == (1, 1, 20_901_500)
    assert total["tidied_ms"] == 5
    counters.clear(tmp_path)
    assert counters.added_up(tmp_path)["status town 200"] == 0


@given(st.text(max_size=40), st.sampled_from(["GET", "POST", "PUT", "HEAD", "BREW"]), st.text(max_size=5))
def test_every_address_is_of_a_kind_that_is_counted(path: str, method: str, query: str) -> None:
    view = view_of({"PATH_INFO": f"/{path}", "REQUEST_METHOD": method, "QUERY_STRING": query})

    assert view in counters.VIEWS


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/boutiques/lise/articles/a/reserver/", "reservation"),
        ("/reservations/abc/", "reservation"),
        ("/api/v1/levels", "read"),
        ("/static/style.css", "static"),
        ("/photos/1-160.webp", "photo"),
        ("/sitemap-1.xml", "feed"),
        ("/ready", "watch"),
    ],
)
def test_addresses_are_counted_by_their_kind(path: str, view: str) -> None:
    assert view_of({"PATH_INFO": path, "REQUEST_METHOD": "GET"}) == view


def _lines(errors: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in errors.splitlines()]


def test_each_request_is_a_line_with_the_number_that_its_answer_bears(logging_catalogue: RunningCatalogue) -> None:
    till = Till(logging_catalogue.url, logging_catalogue.invite("Lise"))
    till.put_products([product("a")])
    page = _get(logging_catalogue, "/boutiques/lise/")
    named = _get(logging_catalogue, "/?q=vin", **{"X-Request-Id": "proxy-number-1"})
    strange = _get(logging_catalogue, "/", **{"X-Request-Id": "../../etc"})

    lines = _lines(logging_catalogue.stop())

    by_number = {str(line["request"]): line for line in lines}
    seen = by_number[page.headers["X-Request-Id"]]
    assert (seen["method"], seen["path"], seen["status"], seen["level"]) == ("GET", "/boutiques/lise/", 200, "info")
    assert isinstance(seen["ms"], float)
    assert str(seen["moment"]).endswith("+00:00")
    assert named.headers["X-Request-Id"] == "proxy-number-1"
    assert by_number["proxy-number-1"]["path"] == "/", "what was searched for is nobody's business"
    assert re.fullmatch("[0-9a-f]{16}", strange.headers["X-Request-Id"])
    (pushed,) = [line for line in lines if line.get("path") == "/api/v1/products"]
    assert pushed["shop"] == till.joined.shop


CANARY_KEY = "ck_CanaryCanaryCanaryCanaryCanaryCanary0123456"
CANARY_MAIL = "canary.person@example.org"
CANARY_PHONE = "06 99 88 77 66"
CANARY_NAME = "Canarie Serinette"
CANARY_SECRET = "CanarySecretCanarySecretCanarySe"
CANARIES = (CANARY_KEY, CANARY_MAIL, CANARY_PHONE, "0699887766", CANARY_NAME, CANARY_SECRET, "4711canary")


@pytest.mark.parametrize("style", ["json", "plain", ""])
def test_no_key_no_contact_and_no_secret_is_ever_in_a_log(tmp_path: Path, style: str) -> None:
    running = RunningCatalogue()
    running.start(tmp_path / "data", *(("--log", style) if style else ()))
    till = Till(running.url, running.invite("Lise"))
    till.put_products([product("a")])
    till.put_levels([level("a", 5000)])
    till.beat()
    form = {"once": "4711canary" * 3, "customer": CANARY_NAME, "contact": CANARY_PHONE, "note": CANARY_MAIL}
    where = f"{running.product_url('lise', 'a')}reserver/"
    reserved = requests.post(where, data={**form, "quantity": "1"}, timeout=10)
    assert "/reservations/" in reserved.url
    secret = reserved.url.rstrip("/").rsplit("/", 1)[1]
    key = {"Authorization": f"Bearer {CANARY_KEY}"}
    requests.get(f"{running.url}/api/v1/levels?key={CANARY_KEY}", headers=key, timeout=10)
    requests.put(f"{running.url}/api/v1/levels", data=CANARY_MAIL, headers=key, timeout=10)
    requests.get(f"{running.url}/reservations/{CANARY_SECRET}/", timeout=10)
    requests.get(f"{running.url}/reservations/{CANARY_SECRET}/etat/?pin=4711canary", timeout=10)
    requests.get(f"{running.url}/{CANARY_MAIL}/{CANARY_KEY}", timeout=10)
    with closing(sqlite3.connect(tmp_path / "data" / "catalogue.sqlite3", timeout=10)) as db, db:
        db.execute("CREATE TRIGGER broken BEFORE INSERT ON catalogue_order BEGIN SELECT RAISE(ABORT, 'x'); END")
    broken = requests.post(where, data={**form, "once": "4711canary" * 4, "quantity": "1"}, timeout=10)
    assert broken.status_code == 500
    assert broken.headers["X-Request-Id"] in broken.text

    said = running.stop()

    assert broken.headers["X-Request-Id"] in said, "what broke is not in the log"
    assert "Error" in said
    for canary in (*CANARIES, secret, till.joined.key):
        assert canary not in said, f"{canary} is in the log"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_a_line_stays_one_line_whatever_is_in_it(path: str) -> None:
    record = logging.LogRecord("catalogue.requests", logging.INFO, "", 0, "answered %s", (path,), None)
    record.path = path

    for style in ("plain", "json"):
        line = logs.Lines(style).format(record)
        assert len(line.splitlines()) == 1 or "\u2028" in path or "\u2029" in path or "\x85" in path
        assert not {"\n", "\x1b"} & set(line)


def test_a_proxy_here_is_believed_that_it_speaks_tls_and_nobody_else(town: Town) -> None:
    seen: list[str] = []

    def application(environ: dict[str, object], start_response: object) -> list[bytes]:
        seen.append(str(environ["wsgi.url_scheme"]))
        return []

    for address, told in (("127.0.0.1", "https"), ("::1", "https"), ("192.0.2.8", "https"), ("127.0.0.1", "gopher")):
        environ = {"PATH_INFO": "/", "REMOTE_ADDR": address, "HTTP_X_FORWARDED_PROTO": told, "wsgi.url_scheme": "http"}
        list(watched(application)(environ, lambda *_: None))

    assert seen == ["https", "https", "http", "http"]
