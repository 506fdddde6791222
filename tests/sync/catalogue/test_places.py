"""Addresses: read from the national address base's file, and found as people type them."""

import gzip
import random
import time
from pathlib import Path

import pytest

from sync.catalogue import placing
from sync.catalogue.__main__ import main
from sync.catalogue.models import Place
from sync.catalogue.places import find_places
from sync.catalogue.placing import FileUnusable, replace_places
from tests.sync.catalogue.calls import NOON_MS, Town
from tests.sync.catalogue.test_program import _run

HEAD = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld"
)


def _line(number: str, street: str, longitude: str = "-4.49", latitude: str = "48.39", rep: str = "") -> str:
    return f"29019_1;;{number};{rep};{street};29200;29019;Brest;;;1.0;2.0;{longitude};{latitude};entrée;;"


LINES = [
    _line("12", "Rue de la République", "-4.4801"),
    _line("14", "Rue de la République", "-4.4803"),
    _line("14", "Rue de la République", "-4.4804", rep="bis"),
    _line("1", "Rue de Siam"),
    _line("3", "Place de la Liberté", latitude="48.3905"),
    _line("3", "Boulevard Jean Moulin"),
    _line("2", "Rue Saint-Louis"),
    _line("2", "Impasse Saint-Louis"),
    _line("", "Le Moulin Blanc", latitude="48.3950"),
]


def _file(folder: Path, lines: list[str] = LINES, *, head: str = HEAD) -> Path:
    file = folder / "adresses-29.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8-sig")
    return file


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("12 rue de la république", "12 Rue de la République, 29200 Brest"),
        ("12 rue de la republike", "12 Rue de la République, 29200 Brest"),
        ("12, RUE DE LA REPUBLIQUE 29200 brest", "12 Rue de la République, 29200 Brest"),
        ("14 bis rue de la republique", "14 bis Rue de la République, 29200 Brest"),
        ("14bis r de la republique", "14 bis Rue de la République, 29200 Brest"),
        ("99 rue de siam", "Rue de Siam, 29200 Brest"),
        ("siam", "Rue de Siam, 29200 Brest"),
        ("3 bd jean moulin", "3 Boulevard Jean Moulin, 29200 Brest"),
        ("pl de la liberte", "Place de la Liberté, 29200 Brest"),
        ("impasse st louis", "Impasse Saint-Louis, 29200 Brest"),
        ("moulin blanc", "Le Moulin Blanc, 29200 Brest"),
    ],
)
def test_an_address_is_found_as_people_type_it(any_town: Town, tmp_path: Path, typed: str, label: str) -> None:
    replace_places(_file(tmp_path), now_ms=NOON_MS)

    found = find_places(typed)

    assert found[0].label == label


def test_several_that_are_as_likely_are_all_told(any_town: Town, tmp_path: Path) -> None:
    replace_places(_file(tmp_path), now_ms=NOON_MS)

    assert {place.label for place in find_places("saint louis")} == {
        "Rue Saint-Louis, 29200 Brest",
        "Impasse Saint-Louis, 29200 Brest",
    }
    page = any_town.page("/?near=saint+louis&within=500")
    assert "Or did you mean:" in page
    assert find_places("rue du tout autre monde inconnu") == ()
    assert find_places("") == ()
    assert "No address of the town is like “zzzz”" in any_town.page("/?near=zzzz")


def test_a_street_without_a_place_of_its_own_is_in_the_middle_of_its_houses(any_town: Town, tmp_path: Path) -> None:
    replace_places(_file(tmp_path), now_ms=NOON_MS)

    street = Place.objects.get(number="", folded__startswith="rue de la republique")

    assert street.longitude == pytest.approx(-4.48027, abs=0.0001)


def test_a_packed_file_replaces_what_was_there(any_town: Town, tmp_path: Path) -> None:
    replace_places(_file(tmp_path), now_ms=NOON_MS)
    packed = tmp_path / "adresses.csv.gz"
    packed.write_bytes(gzip.compress(_file(tmp_path, [_line("1", "Rue Neuve")]).read_bytes()))

    read = replace_places(packed, now_ms=NOON_MS)

    assert (read.addresses, read.streets) == (1, 1)
    assert set(Place.objects.values_list("label", flat=True)) == {"Rue Neuve, 29200 Brest", "1 Rue Neuve, 29200 Brest"}
    assert find_places("siam") == ()


def test_faulty_lines_are_left_out_and_told_by_their_number(any_town: Town, tmp_path: Path) -> None:
    lines = [
        _line("1", "Rue de Siam"),
        _line("1", "Rue de Siam", longitude="east"),
        _line("x", "Rue de Siam"),
        _line("1", ""),
        _line("1", "Rue de Siam", latitude="95"),
        _line("1", "Rue " + "x" * 200),
        "court",
    ]

    read = replace_places(_file(tmp_path, lines), now_ms=NOON_MS)

    assert [line for line, _ in read.faults] == [3, 4, 5, 6, 7, 8]
    assert (read.addresses, read.faulty) == (1, 6)


@pytest.mark.parametrize(
    "content",
    [b"", b"a;b;c\n1;2;3\n", HEAD.encode() + b"\n", b"\x1f\x8bnot gzip", HEAD.encode() + b"\n\xff\xfe\n", b"\0" * 5000],
)
def test_a_file_that_is_none_of_these_changes_nothing(any_town: Town, tmp_path: Path, content: bytes) -> None:
    replace_places(_file(tmp_path), now_ms=NOON_MS)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)

    with pytest.raises(FileUnusable):
        replace_places(bad, now_ms=NOON_MS)

    assert find_places("siam")


def test_a_file_that_is_too_large_is_refused(any_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "large.csv.gz"
    packed.write_bytes(gzip.compress(_file(tmp_path).read_bytes() + b" " * 1_000_000))
    monkeypatch.setattr(placing, "SIZE_AT_MOST", 100_000)

    with pytest.raises(FileUnusable, match="larger"):
        replace_places(packed, now_ms=NOON_MS)


def test_twenty_thousand_addresses_take_seconds(any_town: Town, tmp_path: Path) -> None:
    rng = random.Random(6)
    lines = [
        _line(str(number % 60 + 1), f"Rue numéro {number // 60}", f"{rng.random():.6f}") for number in range(20_000)
    ]
    file = _file(tmp_path, lines)
    started = time.process_time()

    read = replace_places(file, now_ms=NOON_MS)

    assert (read.addresses, read.streets) == (20_000, 334)
    assert time.process_time() - started < 20


def test_the_commands_read_places_and_place_the_town_and_a_shop(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    read = _run("places", str(_file(tmp_path)), "--data", data)
    town = _run("town", "--name", "Brest", "--centre", "48.39,-4.49", "--mail", "mairie@brest.example", "--data", data)
    shop = _run("invite", "--shop", "Lise", "--at", "12 rue de la republike", "--data", data)

    assert (read.returncode, read.stdout) == (0, "8 addresses in 7 streets are kept.\n")
    assert (town.returncode, town.stdout) == (0, "Brest. Its centre is at 48.39, -4.49.\n")
    assert shop.returncode == 0, shop.stderr
    unclear = _run("invite", "--shop", "Paul", "--at", "saint louis", "--data", data)
    assert (unclear.returncode, unclear.stderr.count("\n")) == (2, 1)
    assert "Several addresses" in unclear.stderr
    wrong = _run("town", "--mail", "nobody", "--data", data)
    assert (wrong.returncode, wrong.stderr) == (2, "The town's mail address has no @, or a blank in it.\n")
    assert _run("places", str(tmp_path / "none.csv"), "--data", data).returncode == 2


def test_the_command_line_knows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "places" in capsys.readouterr().out
