"""One year's archive and everything that was made of it, before each judge; what a judge gets wrong is a line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.independence.judges import SYSTEM_PYTHON, Chromium, Said, bare_python, openssl
from tests.independence.mutations import Mutation, mutations
from tests.independence.shop import archived_year

WORKERS = 2


@dataclass(slots=True)
class Figures:
    """What was judged, what each judge said, and what was wrong of it."""

    tickets: int = 0
    records: int = 0
    closings: int = 0
    openssl_signatures: int = 0
    verdicts: dict[str, dict[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def judged(self, what: str, judge: str, said: Said, *, expected: str, named: bool) -> None:
        """Take down a verdict, and whether it is the right one."""
        verdict = f"{said.verdict}, {said.explained} explained" if expected != "KO" and said.explained else said.verdict
        self.verdicts.setdefault(what, {})[judge] = verdict
        if verdict != expected:
            self.wrong.append(f"{what}: {judge} says {verdict}, not {expected}")
        elif not named:
            self.wrong.append(f"{what}: {judge} does not name it: {said.findings}")

    def as_json(self) -> dict[str, Any]:
        """Everything, for a program."""
        return {name: getattr(self, name) for name in self.__slots__}


def run(folder: Path, *, tickets: int, days: int, seed: int = 1) -> Figures:
    """Let a shop live, archive it, spoil the archive in every way, and ask every judge.

    Args:
        folder: an empty one.
        tickets: how many the shop sells, a few more or less.
        days: over how many days, at most a year.
        seed: what chance starts from.
    """
    figures, began = Figures(), time.monotonic()
    year = archived_year(folder, tickets=tickets, days=days, seed=seed)
    report = year.made.report
    figures.tickets, figures.records = report.kinds["TICKET"], report.last - report.first + 1
    figures.closings = sum(report.kinds[kind] for kind in ("Z", "ZM", "ZY"))
    figures.seconds["living and archiving"] = _since(began)
    spoilt = list(mutations(year.made.path, _made(folder / "spoilt")))
    with ThreadPoolExecutor(WORKERS) as pool, Chromium() as chromium:
        began = time.monotonic()
        asked = list(_ask_pythons(pool, year.made.path, spoilt, _made(folder / "bare")))
        _judge_in_page(figures, chromium, year.made.path, spoilt)
        figures.seconds["the page"] = _since(began)
        for what, judge, mutation, answer in asked:
            _take(figures, what, judge, mutation, answer.result())
        figures.seconds["both, side by side"] = _since(began)
    began = time.monotonic()
    _judge_by_openssl(figures, year.made.path, spoilt, _made(folder / "openssl"))
    figures.seconds["openssl"] = _since(began)
    return figures


def pythons() -> dict[str, str]:
    """The Python that runs this, and the system's own where there is one."""
    own = {"python": sys.executable}
    return {**own, "system python": str(SYSTEM_PYTHON)} if SYSTEM_PYTHON.exists() else own


Asked = tuple[str, str, Mutation | None, Future[Said]]


def _ask_pythons(pool: ThreadPoolExecutor, sound: Path, spoilt: list[Mutation], folder: Path) -> Iterator[Asked]:
    """The sound archive before every Python, the spoilt ones before the last: the system's, where there is one."""
    for judge, python in pythons().items():
        yield "sound", judge, None, pool.submit(bare_python, python, sound, folder / judge)
    for place, one in enumerate(spoilt):
        judge, python = list(pythons().items())[-1]
        yield one.name, judge, one, pool.submit(bare_python, python, one.path, folder / str(place))


def _judge_in_page(figures: Figures, chromium: Chromium, sound: Path, spoilt: list[Mutation]) -> None:
    _take(figures, "sound", "page", None, chromium.judge(sound))
    for one in spoilt:
        _take(figures, one.name, "page", one, chromium.judge(one.path))


def _take(figures: Figures, what: str, judge: str, mutation: Mutation | None, said: Said) -> None:
    if mutation is None:
        restored = [one for one in said.findings if one[0] == "restored"]
        figures.judged(what, judge, said, expected="OK, 1 explained", named=len(restored) == 1)
    else:
        figures.judged(what, judge, said, expected="KO", named=mutation.named in said.findings)


def _judge_by_openssl(figures: Figures, sound: Path, spoilt: list[Mutation], folder: Path) -> None:
    """Every signature of the sound archive; of a spoilt one the manifest's and the files, which is what names it."""
    said = openssl(sound, folder / "sound", workers=WORKERS)
    figures.openssl_signatures = said.signatures
    figures.judged("sound", "openssl", said, expected="OK", named=said.signatures == figures.records)
    for place, one in enumerate(spoilt):
        said = openssl(one.path, folder / str(place), all_signatures=False)
        named = {file for _, _, file in said.findings}
        figures.judged(one.name, "openssl", said, expected="KO", named=one.file in named)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _since(began: float) -> float:
    return round(time.monotonic() - began, 1)
