"""The command line: helps in two languages, keeps to its exit codes, and never shows a traceback for a mistake."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pos.database.journal.software import software
from tests.ui.commands.running import ROOT, comptoir, french
from ui import machine
from ui.__main__ import main
from ui.commands.parser import COMMANDS

OURS = [command.name for command in COMMANDS if command.name != "catalogue"]


@pytest.fixture(autouse=True)
def speaking_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", OURS)
def test_every_command_helps_in_french_and_in_english(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    in_french = capsys.readouterr().out
    assert main([name, "--help", "--language", "en"]) == 0
    in_english = capsys.readouterr().out

    assert in_french.startswith(f"utilisation\u202f: comptoir {name}")
    assert in_english.startswith(f"usage: comptoir {name}")
    assert "afficher cette aide" in in_french
    assert "show this help" in in_english


def test_the_program_lists_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out

    for command in COMMANDS:
        assert f"    {command.name} " in said
    assert "Codes de retour" in said


def test_asking_for_help_leaves_the_process_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    before = (gettext.textdomain(), dict(os.environ))
    main(["check", "--help"])

    assert (gettext.textdomain(), dict(os.environ)) == before


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("comptoir 0.")
    assert software().build in said


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["chek"], "choix inconnu"),
        (["check", "--shpo", "x"], "arguments inconnus"),
        (["restore"], "il manque"),
        (["check", "--shop"], "une valeur est attendue"),
        (["--language", "de"], "choix inconnu"),
    ],
)
def test_a_slip_of_the_keyboard_is_explained(
    words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert complaint in said.err
    assert "utilisation" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "words", [["check"], ["backup"], ["pair", "http://127.0.0.1:1", "AAAA-AAAA"], ["sync", "--once"]]
)
def test_a_shop_that_is_not_there_is_not_made_up(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--shop", str(tmp_path / "nowhere" / "shop.db")]) == 2
    assert french("The shop’s file cannot be found") in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "fr_BE"}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({}, "fr"),
    ],
)
def test_the_language_is_the_systems_and_french_where_in_doubt(environ: dict[str, str], language: str) -> None:
    assert machine.language(environ) == language


@pytest.mark.parametrize(
    ("environ", "platform", "shows"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_known_from_the_environment(environ: dict[str, str], platform: str, shows: bool) -> None:
    assert machine.has_display(environ, platform) is shows


def test_the_shop_lies_where_the_system_keeps_a_users_own_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert machine.shop_path() == tmp_path / "comptoir" / "shop.db"
    assert machine.shop_path(str(tmp_path)) == tmp_path / "shop.db"
    assert machine.shop_path(str(tmp_path / "other.db")) == tmp_path / "other.db"


def test_a_terminal_that_knows_no_french_gets_plain_signs(tmp_path: Path) -> None:
    for words, code in (["check", "--shop", tmp_path / "none.db"], 2), (["--help"], 0), (["restore"], 2):
        ran = comptoir(*words, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert ran.code == code
        assert "Traceback" not in ran.err
        assert "comptoir" in ran.out + ran.err


WITHOUT_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "qtawesome"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoQt())
from ui.__main__ import main
code = main(sys.argv[1:])
assert not [name for name in sys.modules if name.partition(".")[0] == "PySide6"]
sys.exit(code)
"""


@pytest.mark.parametrize(
    "words",
    [
        ["catalogue", "--help"],
        ["catalogue", "invite", "--data", "{tmp}/town", "--shop", "Épicerie du port", "--json"],
        ["--help"],
    ],
)
def test_what_needs_no_window_runs_where_qt_is_absent(words: list[str], tmp_path: Path) -> None:
    spelled = [word.format(tmp=tmp_path) for word in words]
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *spelled], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_commands_of_a_shop_run_where_qt_is_absent(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, "check", "--shop", str(tmp_path / "none.db")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_the_catalogues_own_mistakes_keep_their_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "invite"]) == 2
    assert main(["catalogue", "serve", "--port", "99999", "--data", str(tmp_path / "town")]) == 2
    assert "99999" in capsys.readouterr().err
