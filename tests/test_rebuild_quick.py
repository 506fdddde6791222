"""The rebuilding, small: a wiped catalogue shows what the tills' own books say. No time is judged here."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("django")

from tests.rebuild.__main__ import rebuild


def test_a_wiped_catalogue_is_rebuilt_by_its_tills(tmp_path: Path) -> None:
    found = rebuild(tmp_path, 3, 40, is_town=False)

    assert found["agree"] == 3
    assert found["goals"]
