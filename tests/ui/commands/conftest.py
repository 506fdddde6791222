"""Each command's test has a machine of its own: what one remembers of a till is nothing to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.commands.running import Program


@pytest.fixture(autouse=True)
def machine_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The anchors lie in a folder of this test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program on a machine that speaks French; a file that needs another one says so."""
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return Program(capsys)
