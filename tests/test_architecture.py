"""The rule of the house holds: the layers, a sentence in every folder, nothing of the machine it was built on."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
# A path into somebody's home or work folder, or the address of a place that serves packages.
MACHINE_PATH = re.compile(r"(?<![\w.}>-])/(?:root|home|work)/[A-Za-z]")
REGISTRY = re.compile(r"\b(?:pythonhosted|pypi|npmjs|registry|debian)\.(?:org|com)\b")
LOST_AT_MOST = 100  # of 10,000 calls; the broken release loses one at every call

COUNT_NONE = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer

app = QCoreApplication([])
thing, timer = QObject(), QTimer()
before = sys.getrefcount(None)
for _ in range(5_000):
    thing.setObjectName("soap")
    timer.stop()
print(before - sys.getrefcount(None))
"""
WITHOUT_QT = """
import importlib, pkgutil, sys
for name in ("PySide6", "shiboken6", "qtawesome", "qtpy"):
    sys.modules[name] = None
"""
IMPORT_WIRE = "import sync.protocol"
IMPORT_CATALOGUE = """
import django
django.setup()
import sync.catalogue
for found in pkgutil.walk_packages(sync.catalogue.__path__, "sync.catalogue."):
    importlib.import_module(found.name)
"""


def _ours() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages: list[str] = project["tool"]["importlinter"]["root_packages"]
    return packages


def _kept_files() -> list[Path]:
    """What git keeps or would keep: everything but the ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [file for name in listed.split("\0") if name and (file := ROOT / name).is_file()]


def _python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_layer_imports_only_what_lies_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert outcome == 0, capsys.readouterr().out


def test_every_folder_says_what_lives_there() -> None:
    tree = [folder for name in (*_ours(), "tests") for folder in (ROOT / name).rglob("*.py")]
    silent = []
    for folder in sorted({file.parent for file in tree} - {f.parent for f in tree if "migrations" in f.parts}):
        init = folder / "__init__.py"
        if not init.exists() or not ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))):
            silent.append(folder.relative_to(ROOT).as_posix())

    assert silent == []


def test_nothing_kept_names_a_path_of_a_build_machine_or_a_registry() -> None:
    found = []
    for file in set(_kept_files()) - {Path(__file__)}:
        text = file.read_text(encoding="utf-8", errors="ignore")
        for line_number, line in enumerate(text.splitlines(), start=1):
            if MACHINE_PATH.search(line) or REGISTRY.search(line):
                found.append(f"{file.relative_to(ROOT)}:{line_number}: {line.strip()[:100]}")

    assert sorted(found) == []


def test_the_search_for_machine_paths_finds_them() -> None:
    assert MACHINE_PATH.search('open("/home/caisse/shop.db")')
    assert MACHINE_PATH.search("cd /root/till")
    assert not MACHINE_PATH.search("https://shop.example/home/page")
    assert REGISTRY.search("https://" + "pypi" + ".org/simple")


@pytest.mark.parametrize("program", [IMPORT_WIRE, IMPORT_CATALOGUE], ids=["wire", "catalogue"])
def test_the_wire_and_the_whole_catalogue_run_where_qt_is_absent(program: str, tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "sync.catalogue.settings", "CATALOGUE_DATA": str(tmp_path)}

    imported = _python(WITHOUT_QT + program, **settings)

    assert imported.returncode == 0, imported.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_gives_back_every_none_it_returns() -> None:
    counted = _python(COUNT_NONE)

    assert counted.returncode == 0, counted.stderr
    assert int(counted.stdout) <= LOST_AT_MOST
