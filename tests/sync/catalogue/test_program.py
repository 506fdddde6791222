"""The program: it starts, says where it is, refuses in a sentence, and stops when asked or orphaned."""

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

ROOT = Path(__file__).parents[3]
PROGRAM = (sys.executable, "-m", "sync.catalogue")


def _run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        (*PROGRAM, *words),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def test_a_shop_is_invited_while_the_catalogue_runs(running_catalogue: RunningCatalogue) -> None:
    code = running_catalogue.invite("Épicerie du Port", city="Vannes")

    till = Till(running_catalogue.url, code)

    assert till.joined.window_url == running_catalogue.shop_url("epicerie-du-port")
    assert "Vannes" in requests.get(till.joined.window_url, timeout=10).text


def test_what_was_answered_is_still_there_after_a_kill(running_catalogue: RunningCatalogue) -> None:
    till = Till(running_catalogue.url, running_catalogue.invite("Épicerie du Port"))
    till.put_products([product(f"p{place}") for place in range(300)])
    till.put_levels([level(f"p{place}", 5000) for place in range(300)])
    ports = running_catalogue.port, running_catalogue.live_port
    os.kill(running_catalogue.pid, signal.SIGKILL)
    _wait_until_free(ports)
    running_catalogue.stop()

    running_catalogue.start(running_catalogue.data_dir, port=ports[0], live_port=ports[1])

    assert len(till.call("GET", "levels").json()["rows"]) == 300


def test_both_servers_stop_when_their_parent_is_killed(running_catalogue: RunningCatalogue) -> None:
    ports = running_catalogue.port, running_catalogue.live_port
    os.kill(running_catalogue.pid, signal.SIGKILL)

    _wait_until_free(ports)
    running_catalogue.stop()


def test_a_live_server_that_dies_is_started_again(running_catalogue: RunningCatalogue) -> None:
    listed = subprocess.run(
        ("pgrep", "-P", str(running_catalogue.pid), "-f", "multiprocessing.spawn"),
        capture_output=True,
        text=True,
        check=True,
    )
    (live,) = [int(pid) for pid in listed.stdout.split()]
    os.kill(live, signal.SIGKILL)

    deadline = time.monotonic() + 15
    while not _is_ready(running_catalogue.live_url):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = _run("serve", "--data", str(tmp_path), "--port", str(taken.getsockname()[1]))

    assert done.returncode == 2
    assert "cannot be used: Address already in use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_cannot_be_is_said_in_a_sentence(tmp_path: Path, port: str) -> None:
    done = _run("serve", "--data", str(tmp_path), f"--port={port}")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    for command in (("serve", "--port", "0"), ("invite", "--shop", "Lise")):
        done = _run(*command, "--data", str(tmp_path / "file" / "data"))
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot be used: Not a directory" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    assert _run("invite", "--shop", "Lise", "--data", str(tmp_path)).returncode == 0
    file = tmp_path / "catalogue.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('catalogue', '9999_later', '2030-01-01')"
        )
    database.close()
    before = file.read_bytes()

    done = _run("serve", "--data", str(tmp_path), "--port", "0")

    assert done.returncode == 2
    assert "newer version of Comptoir" in done.stderr
    assert file.read_bytes() == before


def test_a_damaged_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(b"not a database at all, but long enough to be one" * 100)

    done = _run("serve", "--data", str(tmp_path), "--port", "0")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_wrong_database_address_is_refused_without_repeating_its_password(tmp_path: Path) -> None:
    done = _run("invite", "--shop", "Lise", "--data", str(tmp_path), DATABASE_URL="mysql://me:hunter2@host/name")

    assert done.returncode == 2
    assert "hunter2" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("--shop", "…"), ("--shop", "x" * 201), ("--shop", "Lise", "--phone", "0" * 33), ("--shop", "Lise\x07")]
)
def test_a_shop_that_cannot_be_described_so_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = _run("invite", *words, "--data", str(tmp_path))

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_two_that_migrate_at_once_do_not_meet(tmp_path: Path) -> None:
    command = (*PROGRAM, "invite", "--json", "--shop", "Lise", "--data", str(tmp_path))
    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]

    told = [process.communicate(timeout=60) for process in both]

    assert [errors for _, errors in told] == ["", "", ""]
    assert len({json.loads(output)["shop"] for output, _ in told}) == 1


def test_the_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    _run("invite", "--shop", "Lise", "--data", str(tmp_path))
    secret = tmp_path / "secret.key"
    first = secret.read_text()

    _run("invite", "--shop", "Lise", "--data", str(tmp_path))

    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(first) >= 50
    assert secret.read_text() == first


def test_help_is_there_for_each_command() -> None:
    for words in (("--help",), ("serve", "--help"), ("invite", "--help")):
        done = _run(*words)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_town_on_postgresql_serves_the_same(tmp_path: Path, postgresql_url: str) -> None:
    running = RunningCatalogue()
    running.start(tmp_path, environment={"DATABASE_URL": postgresql_url})
    try:
        till = Till(running.url, running.invite("Fournil du Coin", figures="counts"))
        till.put_products([product("a", "Pain de seigle")])
        till.put_levels([level("a", 5000)])
        assert "5 en stock" in requests.get(running.product_url("fournil-du-coin", "a"), timeout=10).text
        assert not (tmp_path / "catalogue.sqlite3").exists()
    finally:
        assert running.stop() == ""


def _is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/ready", timeout=2).status_code == 204
    except requests.RequestException:
        return False


def _wait_until_free(ports: tuple[int, ...]) -> None:
    deadline = time.monotonic() + 15
    while any(_is_taken(port) for port in ports):
        assert time.monotonic() < deadline, "an orphan holds a port"
        time.sleep(0.05)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
