"""What is told about running the catalogue is so: every setting, the units' command lines, the proxy's addresses."""

import ast
import configparser
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from sync.catalogue import settings
from tests.sync.catalogue.test_program import _wait_until_free

ROOT = Path(__file__).parents[3]
DEPLOYMENT = ROOT / "deployment"
CATALOGUE = ROOT / "sync" / "catalogue"
NAME = re.compile(r"\b(?:CATALOGUE_[A-Z_]+|DATABASE_URL)\b")
OURS_ALONE = {"DJANGO_SETTINGS_MODULE"}


def _read() -> set[str]:
    """The settings that the catalogue's code asks the environment for."""
    found: set[str] = set()
    for file in CATALOGUE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                found.add(node.value)
    return found - OURS_ALONE


def test_every_setting_is_told_of_wherever_settings_are_told() -> None:
    read = _read()
    assert "CATALOGUE_URL" in read

    told = {
        "settings.py": set(re.findall(rf"^({NAME.pattern}) +\S", settings.__doc__ or "", re.MULTILINE)),
        "catalogue.env.example": set(re.findall(r"^#?([A-Z_]+)=", _text("catalogue.env.example"), re.MULTILINE)),
        **{
            name: set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / name).read_text(), re.MULTILINE))
            for name in ("running.fr.md", "running.en.md")
        },
    }
    assert told.pop("settings.py") == read
    for where, names in told.items():
        assert names == read, where


def test_both_languages_say_the_same() -> None:
    def shape(name: str) -> tuple[int, int, int]:
        text = (ROOT / "docs" / name).read_text()
        return text.count("\n## "), text.count("\n|"), text.count("\n    ")

    assert shape("running.fr.md") == shape("running.en.md")


def _text(name: str) -> str:
    return (DEPLOYMENT / name).read_text()


def _unit(name: str) -> dict[str, str]:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(_text(name))
    return dict(unit["Service"])


def _command(name: str, data: Path, backups: Path) -> list[str]:
    """The command line of a unit, in this tree and on a folder of the test."""
    words = _unit(name)["ExecStart"].split()
    assert words[:3] == ["/opt/comptoir/.venv/bin/python", "-m", "sync.catalogue"]
    places = {"/var/lib/comptoir": str(data), "/var/backups/comptoir": str(backups), "8000": "18473", "8001": "18474"}
    return [sys.executable, *(places.get(word, word) for word in words[1:])]


def test_the_catalogue_starts_and_is_backed_up_as_the_units_say(tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    environment = {
        **os.environ,
        "CATALOGUE_URL": "https://vitrines.example",
        "CATALOGUE_LIVE_URL": "https://vitrines.example",
    }
    command = _command("comptoir-catalogue.service", tmp_path / "data", backups)
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert "18473" in process.stdout.readline()
        page = requests.get(
            "http://127.0.0.1:18473/",
            headers={"Host": "vitrines.example", "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"},
            timeout=10,
        )
        assert page.status_code == 200
        assert 'data-live="https://vitrines.example"' in page.text
        backup = subprocess.run(
            _command("comptoir-backup.service", tmp_path / "data", backups),
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert backup.returncode == 0, backup.stderr
        assert len(list(backups.glob("catalogue-*.zip"))) == 1
        health = requests.get("http://127.0.0.1:18473/health", timeout=10).json()
        assert time.time() * 1000 - health["checks"]["backup"]["figures"]["last_ms"] < 60_000
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert {json.loads(line)["path"] for line in said.splitlines()} >= {"/", "/health"}
    _wait_until_free((18473, 18474))


@pytest.mark.parametrize("name", ["comptoir-catalogue.service", "comptoir-backup.service"])
def test_a_unit_may_do_little(name: str) -> None:
    unit = _unit(name)

    assert unit["User"] == "comptoir"
    assert unit["ProtectSystem"] == "strict"
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictNamespaces"):
        assert unit[name] == "yes", name
    assert unit["CapabilityBoundingSet"] == ""
    assert unit["UMask"] == "0077"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    units = []
    for name in ("comptoir-catalogue.service", "comptoir-backup.service", "comptoir-backup.timer"):
        units.append(tmp_path / name)
        units[-1].write_text(_text(name).replace("/opt/comptoir/.venv/bin/python", sys.executable))

    done = subprocess.run(
        ("systemd-analyze", "verify", *map(str, units)), capture_output=True, text=True, timeout=60, check=False
    )

    assert not [line for line in done.stderr.splitlines() if "comptoir" in line]


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_joins_pages_and_live_events_and_keeps_figures(name: str) -> None:
    text = _text(name)

    assert "127.0.0.1:8000" in text
    assert "127.0.0.1:8001" in text
    assert "/events" in text
    assert "Strict-Transport-Security" in text
    assert re.search(r"location = /metrics \{\s+return 404|path /metrics\n\thandle @figures \{\s+respond 404", text)
    assert not re.search(r"^\trespond", text, re.MULTILINE), "Caddy asks every `handle` first, and the last takes all"


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_town_can_keep_the_pages_of_its_hall_to_itself(name: str) -> None:
    text = _text(name)
    taken = "".join(re.findall(r"^[ \t]*# ?((?:[\t @}]|location /mairie/|handle @).*\n)", text, re.MULTILINE))

    assert "/mairie/" not in re.sub(r"#.*", "", text), "left to the town"
    assert taken.count("{") == taken.count("}") > 0
    if name == "Caddyfile":
        assert re.search(r"path /mairie /mairie/\*\s+not remote_ip \S+", taken)
        assert re.search(r"handle @strangers \{\s+respond 404\s+\}", taken)
    else:
        assert re.search(r"location /mairie/ \{(\s+allow \S+;)+\s+deny all;\s+proxy_pass http://comptoir_pages;", taken)


def test_how_the_catalogue_is_guarded_is_found_from_where_one_looks_for_it() -> None:
    for name, link in (
        ("README.md", "docs/security.md"),
        ("docs/running.fr.md", "security.md"),
        ("docs/running.en.md", "security.md"),
    ):
        assert f"({link})" in (ROOT / name).read_text(), name
