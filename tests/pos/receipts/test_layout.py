"""However narrow the paper and however long the words: no line runs over, no letter and no amount is lost."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pos.receipts.document import Align, Blank, Block, Cut, Document, QrCode, Row, Rule, Size, Table, Text
from pos.receipts.layout import PaperLine, lay_out, width, wrap
from pos.receipts.printable import plain

words = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=80).map(plain)
amounts = st.integers(-(10**11), 10**11).map(lambda minor: f"{minor / 100:,.2f}".replace(",", "\u00a0"))
columns = st.integers(24, 64)
texts = st.builds(Text, words, st.sampled_from(Align), st.booleans(), st.sampled_from(Size))
rows = st.builds(Row, words, amounts, st.integers(0, 3), st.booleans(), st.sampled_from(Size))


def lines(block: Block, paper_columns: int, *, widens: bool = True) -> list[PaperLine]:
    """The lines one block takes."""
    document = Document("", "fr", (block,))
    return [
        line for line in lay_out(document, paper_columns, clean=plain, widens=widens) if isinstance(line, PaperLine)
    ]


def shown(block: Block, paper_columns: int) -> list[str]:
    return [line.text for line in lines(block, paper_columns)]


def without_spaces(text: str) -> str:
    return "".join(text.replace("\u00a0", "").split())


@given(st.one_of(texts, rows), columns, st.booleans())
def test_no_line_runs_over_the_paper(block: Text | Row, paper_columns: int, widens: bool) -> None:
    for line in lines(block, paper_columns, widens=widens):
        room = paper_columns // 2 if widens and line.size is Size.BIG else paper_columns
        assert width(line.text) <= room


@given(texts, columns)
def test_no_letter_of_a_text_is_lost(block: Text, paper_columns: int) -> None:
    assert without_spaces("".join(shown(block, paper_columns))) == without_spaces(block.text)


@given(rows, columns)
@example(Row("Confiture de fraises", "4,50\u00a0A", size=Size.BIG), 32)
@example(Row("", "1\u00a0000\u00a0000.00", indent=2, size=Size.BIG), 26)
def test_an_amount_stays_whole_and_stands_on_the_right_of_the_last_line(row: Row, paper_columns: int) -> None:
    placed = lines(row, paper_columns)
    room = paper_columns // 2 if placed[-1].size is Size.BIG else paper_columns

    assert placed[-1].text.endswith(row.right)
    assert width(placed[-1].text) == room
    assert without_spaces("".join(line.text for line in placed)) == without_spaces(row.left + row.right)


def test_a_long_name_breaks_between_its_words() -> None:
    assert wrap("Savon de Marseille à l’huile d’olive", 20) == ["Savon de Marseille à", "l’huile d’olive"]
    assert wrap("Donaudampfschifffahrt", 8) == ["Donaudam", "pfschiff", "fahrt"]
    assert wrap("", 8) == [""]


def test_an_amount_is_never_parted_from_its_currency() -> None:
    assert wrap("pour 16,25\u00a0€", 10) == ["pour", "16,25\u00a0€"]


def test_a_total_too_long_for_big_letters_is_written_tall() -> None:
    assert lines(Row("TOTAL", "16,25 €", size=Size.BIG), 32)[0].size is Size.BIG
    assert lines(Row("TOTAL", "123 456,25 €", size=Size.BIG), 32)[0].size is Size.TALL


def test_figures_stand_under_their_headings() -> None:
    table = Table(
        ("Taux", "HT", "TVA", "TTC"), (("A 20 %", "10,42", "2,08", "12,50"), ("B 5,5 %", "1,00", "0,06", "1,06"))
    )

    assert shown(table, 32) == [
        "Taux          HT     TVA     TTC",
        "A 20 %     10,42    2,08   12,50",
        "B 5,5 %     1,00    0,06    1,06",
    ]


def test_figures_too_wide_for_the_paper_stand_one_under_the_other() -> None:
    table = Table(("Taux", "HT", "TVA", "TTC"), (("A 20 %", "1 041 666,67", "208 333,33", "1 250 000,00"),))

    assert shown(table, 32) == [
        "A 20 %",
        "  HT                1 041 666,67",
        "  TVA                 208 333,33",
        "  TTC               1 250 000,00",
    ]


def test_wide_signs_take_two_columns_and_accents_none() -> None:
    assert width("été") == 3
    assert width("e\u0301") == 1
    assert width("\N{SUSHI}") == 2


def test_rules_blanks_codes_and_cuts_stand_where_they_were_put() -> None:
    document = Document("", "fr", (Rule(), Blank(), QrCode("https://shop.example"), Cut()))

    assert list(lay_out(document, 24, clean=plain)) == [
        PaperLine("-" * 24),
        PaperLine(""),
        QrCode("https://shop.example"),
        Cut(),
    ]
