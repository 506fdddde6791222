"""The program is tried: a verifier that leaves something out lets alterations pass, and is caught at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pos.database.journal import projections
from pos.fiscal import verify
from pos.operations import proving
from tests.tampering.running import Figures, alter
from tests.tampering.shop import Original, build

MUTATIONS = 24


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    return build(tmp_path_factory.mktemp("tampering"), tickets=18)


def altered(original: Original, name: str, folder: Path) -> Figures:
    return alter(original, [(f"mutant/{place}", name) for place in range(MUTATIONS)], folder)


@pytest.fixture
def mutant(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A verifier that leaves out what the parameter names."""
    nothing: Any = lambda *_, **__: None  # noqa: E731 - one word for many places
    no_rows: Any = lambda *_, **__: iter(())  # noqa: E731
    leave_out: dict[str, tuple[Any, str, Any]] = {
        "signatures": (verify.Verifier, "_signed", lambda *_: True),
        "places": (verify.Verifier, "_check_place", _count_on),
        "algorithm": (verify.Verifier, "_check_signature", _any_algorithm(verify.Verifier._check_signature)),
        "hash": (verify.Verifier, "_check_hash", lambda _self, entry, _fields: entry.hash),
        "heads": (verify.Verifier, "_check_heads", nothing),
        "closings": (verify.Books, "_wrong_day", _close_blindly),
        "arithmetic": (verify.Books, "_check_arithmetic", nothing),
        "projections": (projections, "differing_tables", no_rows),
        "state": (proving, "_state_differences", no_rows),
    }
    monkeypatch.setattr(*leave_out[request.param])


def _count_on(self: Any, entry: Any, fields: Any) -> None:
    """Where a record stands is believed."""
    self.report.last, self._epoch = fields["seq"], int(fields["series"].rpartition("/")[2])
    self.series[fields["series"]] = (fields["no"], entry.hash)


def _any_algorithm(check: Any) -> Any:
    def believe(self: Any, entry: Any, fields: Any, digest: bytes) -> None:
        check(self, entry, {**fields, "alg": verify.ALGORITHM, "v": 1}, digest)

    return believe


def _close_blindly(self: Any, fields: Any) -> str:
    period = fields["period"]
    self._since["Z"] = verify.Takings(period["to"] + 1)
    self._covered, self.closed_day, self.open_day = period["to"], fields["day"], ""
    return ""


@pytest.mark.parametrize(
    ("mutant", "name"),
    [
        ("signatures", "another key"),
        ("places", "own key, one record"),
        ("algorithm", "weaker algorithm"),
        ("heads", "tail cuts"),
        ("heads", "old copies"),
        ("heads", "own key"),
        ("closings", "forged closings"),
        ("arithmetic", "forged tickets"),
        ("projections", "sale columns"),
        ("state", "state columns"),
    ],
    indirect=["mutant"],
)
def test_a_verifier_that_leaves_something_out_is_caught(
    mutant: None, original: Original, tmp_path: Path, name: str
) -> None:
    assert altered(original, name, tmp_path).missed


@pytest.mark.parametrize("name", ["another key", "own key, one record", "forged tickets", "sale columns"])
def test_the_real_one_misses_nothing(original: Original, tmp_path: Path, name: str) -> None:
    figures = altered(original, name, tmp_path)

    assert (figures.missed, figures.unnamed) == ([], [])
