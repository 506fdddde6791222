"""Product lists as shops have them: every encoding, separator and heading; nothing lost, nothing guessed in silence."""

from pathlib import Path

import pytest

from pos.domain.errors import FileRefused
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.domain.tax import TaxClass
from pos.exchange.product_lists.entry import WHY_WORDS, Entry, Flag, Refusal, Why, explain_refusal
from pos.exchange.product_lists.layout import FAULT_WORDS, FIELD_WORDS, Encoding, Fault, Field, Kind
from pos.exchange.product_lists.reading import inspect, read
from pos.exchange.product_lists.refused_rows import write
from pos.wording import Wording
from tests.pos.exchange.lists import OPEN_FOOD_FACTS, articles, refusals, text_list, workbook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "liste.csv"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", Encoding.UTF_8),
        ("utf-8-sig", Encoding.UTF_8),
        ("utf-16", Encoding.UTF_16_LE),
        ("utf-16-le", Encoding.UTF_16_LE),
        ("utf-16-be", Encoding.UTF_16_BE),
        ("cp1252", Encoding.CP1252),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_is_read_in_every_encoding_and_with_every_separator(
    path: Path, written: str, found: Encoding, separator: str, end: str
) -> None:
    lines = [["code", "désignation", "prix"], ["0012345678905", "Œufs frais à l’ancienne", "2.75"]]
    text_list(path, *(separator.join(line) for line in lines), encoding=written, end=end)

    proposal = inspect(path)

    assert (proposal.layout.encoding, proposal.layout.separator) == (found, separator)
    assert proposal.layout.fields == (Field.CODE, Field.NAME, Field.PRICE)
    assert articles(path) == [
        Entry(2, "Œufs frais à l’ancienne", codes=("0012345678905",), price=Money(275)),
    ]


def test_what_a_person_says_of_encoding_and_separator_is_believed(path: Path) -> None:
    text_list(path, "nom,prix", "Thé,3", encoding="utf-8")

    corrected = inspect(path, encoding=Encoding.CP1252, separator=";")

    assert corrected.layout.encoding is Encoding.CP1252
    assert corrected.headings == ("nom,prix",)
    assert corrected.rows[0].cells == ("ThÃ©,3",)


def test_headings_are_found_below_a_title(path: Path) -> None:
    text_list(path, "Export du 12/03/2026", "", "Réf;Libellé article;PV TTC (€);Prix d'achat HT", "A1;Savon;2,50;1,10")

    proposal = inspect(path)

    assert proposal.layout.header_line == 3
    assert proposal.layout.fields == (Field.CODE, Field.NAME, Field.PRICE, None)
    assert articles(path) == [Entry(4, "Savon", codes=("A1",), price=Money(250))]


def test_the_better_of_two_headings_is_taken(path: Path) -> None:
    text_list(path, "Référence;Code barre;Désignation;Prix HT;Prix TTC;Stock mini;Stock", "R1;20100100;Pain;1;1,05;2;7")

    assert inspect(path).layout.fields == (None, Field.CODE, Field.NAME, None, Field.PRICE, None, Field.STOCK)


def test_a_list_without_headings_is_understood_by_its_cells(path: Path) -> None:
    text_list(path, "20100100;Baguette tradition", "20100209;Baguette courante")

    proposal = inspect(path)

    assert proposal.layout.header_line == 0
    assert proposal.layout.fields == (Field.CODE, Field.NAME)
    assert proposal.total == 2


def test_a_column_can_be_given_another_meaning(path: Path) -> None:
    text_list(path, "nom;nom court;prix", "Savon de Marseille;Savon;2")
    proposal = inspect(path)

    corrected = proposal.layout.taking(1, Field.NAME)

    assert corrected.fields == (None, Field.NAME, Field.PRICE)
    assert [row.name for row in read(path, corrected) if isinstance(row, Entry)] == ["Savon"]


def test_a_list_says_everything_a_card_holds(path: Path) -> None:
    text_list(
        path,
        "code;nom;marque;categorie;prix;tva;unite;stock;en_ligne;famille",
        "2200215000002;Comté;Fruitière;Crèmerie > Fromages;22,90;5,5;kg;4,600;oui;Comtés",
    )

    assert articles(path) == [
        Entry(
            2,
            "Comté",
            codes=("2200215000002",),
            brand="Fruitière",
            category="Crèmerie",
            family="Comtés",
            price=Money(2290),
            tax_class=TaxClass.REDUCED,
            unit=Unit.KILOGRAM,
            stock=Quantity(4_600),
            online=True,
        )
    ]


def test_quoted_lines_separators_and_quotes_belong_to_the_name(path: Path) -> None:
    text_list(path, "nom;prix", '"Savon ""doux""; lavande\nlot de 3";4', "Brosse;2")

    assert [(row.line, row.name) for row in articles(path)] == [(2, 'Savon "doux"; lavande lot de 3'), (4, "Brosse")]


def test_a_quote_never_closed_costs_its_own_line_only(path: Path) -> None:
    text_list(path, "nom;prix", '"Savon;2', "Brosse;3", "Éponge;1")

    rows = list(read(path, inspect(path).layout))

    assert [(row.line, row.why) for row in rows if isinstance(row, Refusal)] == [(2, Why.BAD_QUOTES)]
    assert [row.name for row in rows if isinstance(row, Entry)] == ["Brosse", "Éponge"]


def test_rows_shorter_than_the_headings_are_read_and_longer_ones_refused(path: Path) -> None:
    text_list(path, "nom;prix;stock", "Savon", "Brosse;3;", "Éponge;1;2;;", "Seau;5,5;1;2")

    rows = list(read(path, inspect(path).layout))

    assert [row.name for row in rows if isinstance(row, Entry)] == ["Savon", "Brosse", "Éponge"]
    assert [(row.line, row.why) for row in rows if isinstance(row, Refusal)] == [(5, Why.TOO_MANY_CELLS)]


def test_zero_bytes_and_blank_lines_do_not_matter(path: Path) -> None:
    path.write_bytes(b"nom;prix\n\n;;\nSa\0von;2\n\n")

    assert articles(path) == [Entry(4, "Savon", price=Money(200))]


def test_a_line_without_end_is_refused_and_the_next_ones_read(path: Path) -> None:
    text_list(path, "nom;prix", "x" * 500_000, "Savon;2")

    rows = list(read(path, inspect(path).layout))

    assert [row.why for row in rows if isinstance(row, Refusal)] == [Why.LINE_TOO_LONG]
    assert [row.line for row in rows if isinstance(row, Entry)] == [3]


def test_a_workbook_is_read_with_its_numbers_in_full(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "liste.xlsx",
        [
            ["Code EAN", "Désignation", "Prix TTC", "TVA", "Stock", "En ligne"],
            [3017620422003, "Pâte à tartiner", 4.35, 0.055, 12, True],
            ["0012345678905", "Soupe", 12.99, "20 %", None, "non"],
            [None, None, None],
            [12345678905, "Riz", 4.2083333333, 5.5, 3, None],
        ],
    )

    proposal = inspect(path)

    assert (proposal.layout.kind, proposal.layout.sheet, proposal.sheets) == (
        Kind.SPREADSHEET,
        "Articles",
        ("Articles",),
    )
    assert proposal.total == 3
    first, second, third = articles(path)
    assert (first.codes, first.price, first.tax_class) == (("3017620422003",), Money(435), TaxClass.REDUCED)
    assert (first.stock, first.online) == (Quantity(12_000), True)
    assert (second.codes, second.price, second.online) == (("0012345678905",), Money(1299), False)
    assert (third.line, third.price, third.flags) == (5, Money(421), (Flag.ZEROS_LOST, Flag.PRICE_ROUNDED))


def test_a_table_in_the_middle_of_a_sheet_is_found(tmp_path: Path) -> None:
    path = workbook(tmp_path / "liste.xlsx", [[], [None, None, "Tarif"], [], [None, None, "nom", "prix"],
                                              [None, None, "Savon", 2.5]])  # fmt: skip

    assert articles(path) == [Entry(5, "Savon", price=Money(250))]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"\n\n  \n", Fault.EMPTY),
        (b"%PDF-1.7 nothing of a table", Fault.NO_TABLE),
        (bytes(range(256)) * 40, Fault.NO_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Fault.OLD_SPREADSHEET),
        (b"PK\x03\x04" + b"\0" * 60, Fault.DAMAGED),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(path: Path, body: bytes, fault: Fault) -> None:
    path.write_bytes(body)

    with pytest.raises(FileRefused) as refused:
        inspect(path)

    assert refused.value.reason == fault


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for place, fault in ((tmp_path / "nowhere.csv", Fault.MISSING), (tmp_path, Fault.UNREADABLE)):
        with pytest.raises(FileRefused) as refused:
            inspect(place)
        assert refused.value.reason == fault


def test_nothing_is_read_before_a_column_is_said_to_hold_the_names(path: Path) -> None:
    text_list(path, "prix;stock", "1;2")

    with pytest.raises(FileRefused) as refused:
        list(read(path, inspect(path).layout))

    assert refused.value.reason == Fault.NO_NAMES


def test_refused_rows_saved_corrected_and_read_again_are_what_they_were(tmp_path: Path) -> None:
    path = text_list(tmp_path / "liste.csv", "nom;prix;marque", "=SOMME(A1);douze;@Nord", "-5 %;x;+ de goût")
    refused = refusals(path)
    saved = tmp_path / "refus.csv"

    told = [(row.line, explain_refusal(Wording("fr"), row.why, row.detail), row.cells) for row in refused]
    written = write(saved, ["Ligne", "Remarque", "nom", "prix", "marque"], told)

    assert written == 2
    text = saved.read_bytes().decode("utf-8-sig")
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in text.splitlines() for cell in line.split(";"))
    saved.write_text(text.replace("douze", "12").replace(";x;", ";5;"), encoding="utf-8")
    assert [(row.name, row.price, row.brand) for row in articles(saved)] == [
        ("=SOMME(A1)", Money(1200), "@Nord"),
        ("-5 %", Money(500), "+ de goût"),
    ]


def test_every_field_fault_and_reason_has_words() -> None:
    assert set(FIELD_WORDS) == set(Field)
    assert set(FAULT_WORDS) == set(Fault)
    assert set(WHY_WORDS) == set(Why)


@pytest.mark.skipif(not OPEN_FOOD_FACTS.exists(), reason="the real list is not beside this checkout")
def test_a_real_list_of_thousands_is_taken_as_it_is() -> None:
    proposal = inspect(OPEN_FOOD_FACTS)

    assert (proposal.layout.encoding, proposal.layout.separator, proposal.total) == (Encoding.UTF_16_LE, ";", 6774)
    found = articles(OPEN_FOOD_FACTS, proposal)
    assert len(found) == 6774
    assert found[0].codes == ("00018999",)
    assert all(row.price is None for row in found)
    assert sum(Flag.WRONG_CHECK_DIGIT in row.flags for row in found) == 97
