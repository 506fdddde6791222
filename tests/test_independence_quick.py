"""An archive is judged by programs that are not ours: a bare Python, a real Chromium, openssl; sound and spoilt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.independence.running import Figures, pythons, run
from tests.screens_catalogue import CHROMIUM

needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")
SPOILT = 2 * 12 + 1 + 6 + 1
"""Each file changed and missing, one added, records changed and taken out twice, and the ZIP itself."""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return run(tmp_path_factory.mktemp("year"), tickets=200, days=40)


@needs_chromium
def test_r26_a_restored_till_s_archive_is_in_order_with_one_thing_explained(figures: Figures) -> None:
    judges = {**dict.fromkeys((*pythons(), "page"), "OK, 1 explained"), "openssl": "OK"}

    assert figures.verdicts["sound"] == judges
    assert figures.tickets >= 200
    assert figures.openssl_signatures == figures.records > 2 * figures.closings


@needs_chromium
def test_r27_every_judge_finds_every_change_and_names_it(figures: Figures) -> None:
    spoilt = {what: said for what, said in figures.verdicts.items() if what != "sound"}

    assert figures.wrong == []
    assert len(spoilt) == SPOILT
    assert all(len(said) == 3 and set(said.values()) == {"KO"} for said in spoilt.values())
