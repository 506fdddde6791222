"""`comptoir demo`, for real: the catalogue's own process, the real till, and pages fetched over HTTP."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pos.domain.quantity import Quantity, pieces
from tests.ui.commands.running import ROOT, comptoir
from ui.commands.demo.page import figure, product_url

NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
PNG = b"\x89PNG\r\n\x1a\n"
SLOW_S = 120


def _is_open(url: str) -> bool:
    where = urlsplit(url)
    with socket.socket() as caller:
        caller.settimeout(2)
        return caller.connect_ex((where.hostname, where.port)) == 0


def test_without_a_display_three_sales_are_told_from_scan_to_page(tmp_path: Path) -> None:
    ran = comptoir("demo", "--out", tmp_path / "out", timeout=SLOW_S, **NO_DISPLAY)

    assert ran.code == 0, ran.err
    said = ran.out.replace("\u202f", " ").replace("\xa0", " ")
    pages = re.findall(r"sur sa page avant : (.+)|sur sa page .+ après la vente : (.+)", said)
    assert [before or after for before, after in pages] == [
        "7 en stock", "5 en stock", "6,400 kg en stock", "6,050 kg en stock", "14 en stock", "11 en stock",
    ]  # fmt: skip
    assert re.findall(r"^ +TOTAL +(.+)$", said, re.MULTILINE) == ["18,40 €", "9,32 €", "7,80 €"]
    assert re.search(r"Monnaie rendue +12,20 €", said)
    pictures = sorted((tmp_path / "out").glob("*.png"))
    assert len(pictures) == 9
    assert all(picture.read_bytes().startswith(PNG) for picture in pictures)
    assert "Traceback" not in ran.err


def test_the_figures_of_the_told_sales_are_for_programs_too(tmp_path: Path) -> None:
    ran = comptoir("demo", "--headless", "--json", "--language", "en", "--out", tmp_path, timeout=SLOW_S)

    assert ran.code == 0, ran.err
    assert ran.out.count("\n") == 1
    figures = ran.figures
    assert figures["products"] > 300
    assert [sale["number"] for sale in figures["sales"]] == [1, 2, 3]
    assert all(0 < sale["page_ms"] < 10_000 for sale in figures["sales"])
    assert figures["sales"][2]["change_minor"] == 1220
    assert figures["sales"][0]["after"] == "5 in stock"
    assert not _is_open(figures["window_url"]), "the catalogue was stopped"


def test_a_promise_that_is_not_kept_is_said_and_told_by_the_exit_code(tmp_path: Path) -> None:
    ran = comptoir("demo", "--headless", "--out", tmp_path, DATABASE_URL="nonsense://nowhere")

    assert ran.code == 1
    assert "n’a pas démarré" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="there is no Xvfb here")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_with_a_display_the_till_opens_and_everything_stops_with_it(stop: signal.Signals, tmp_path: Path) -> None:
    script = 'echo "pid $$"; exec "$@"'
    demo = [sys.executable, "-u", "-m", "ui", "demo", "--language", "fr", "--folder", str(tmp_path)]
    program = subprocess.Popen(
        ["xvfb-run", "-a", "sh", "-c", script, "sh", *demo],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    pid = int(program.stdout.readline().removeprefix("pid "))
    said: list[str] = []
    while not said or "Fermez la caisse" not in said[-1]:
        said.append(program.stdout.readline())
        assert said[-1], "".join(said)
    url = next(line.strip() for line in said if line.startswith("    http"))
    with urllib.request.urlopen(url) as answer:  # loopback
        assert "Épicerie du Marché" in answer.read().decode()
    _wait_for(tmp_path / "shop" / "shop.db-wal")

    os.kill(pid, stop)
    _, errors = program.communicate(timeout=30)

    assert program.returncode == 0, errors
    assert "Traceback" not in errors
    assert not _is_open(url)


def _wait_for(file: Path) -> None:
    """The till has the shop open, and with it its event loop runs."""
    until = time.monotonic() + 20
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1.5)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_told_demo_that_is_stopped_leaves_nothing_running(stop: signal.Signals, tmp_path: Path) -> None:
    words = ["demo", "--headless", "--language", "fr", "--out", str(tmp_path / "out")]
    program = subprocess.Popen(
        [sys.executable, "-u", "-m", "ui", *words],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    line = ""
    while "sur sa page avant" not in line:
        line = program.stdout.readline()
        assert line
        if "http" in line:
            url = line.split()[-1]
    program.send_signal(stop)
    _, errors = program.communicate(timeout=30)

    assert program.returncode == 130
    assert "Traceback" not in errors
    assert not _is_open(url)
    assert not list(tmp_path.glob("comptoir-demo-*")), "its files are gone"


@pytest.mark.parametrize(
    ("line", "quantity"),
    [
        ("7 en stock", pieces(7)),
        ("1\u202f240 en stock, vérifié il y a 3 min", pieces(1_240)),
        ("6,400\xa0kg en stock", Quantity(6_400)),
        ("0.5 kg in stock", Quantity(500)),
        ("Épuisé", None),
        ("", None),
    ],
)
def test_a_level_is_read_from_its_words(line: str, quantity: Quantity | None) -> None:
    assert figure(line) == quantity


def test_a_products_page_lies_in_its_shops_window() -> None:
    assert product_url("http://127.0.0.1:8000/boutiques/port/", "01-a") == (
        "http://127.0.0.1:8000/boutiques/port/articles/01-a/"
    )
