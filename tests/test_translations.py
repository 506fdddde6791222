"""The check of the translations sees what a hurried person leaves behind."""

from pathlib import Path

import pytest

from tests.translations import Program, faults, main, said, translated, update

SOURCE = """
title = wording("Ticket {number}")
count = self._wording.plural("{n} article", "{n} articles", n)
later = mark("Pay")
"""
TEMPLATE = (
    '<h1>{{ _("It\'s open") }}</h1>{% trans town=town.name %}Shops of {{ town }}{% endtrans %}'
    "{% trans count=shops %}{{ count }} shop{% pluralize %}{{ count }} shops{% endtrans %}"
)
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=n > 1;\\n"\n'
FRENCH = """
msgid "Ticket {number}"
msgstr "Ticket {number}"

msgid "{n} article"
msgid_plural "{n} articles"
msgstr[0] "{n} article"
msgstr[1] "{n} articles"

msgid "Pay"
msgstr "Encaisser"
"""


@pytest.fixture
def till(tmp_path: Path) -> Program:
    """A program of three words, all of them translated."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "ticket.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "till.po").write_text(HEADER + FRENCH, encoding="utf-8")
    return Program("till", sources=(tmp_path / "ui",), apart=(), po=tmp_path / "till.po")


def _found(till: Program, *, instead_of: str, stands: str) -> list[str]:
    assert instead_of in FRENCH
    till.po.write_text(HEADER + FRENCH.replace(instead_of, stands), encoding="utf-8")
    return faults(said(till), translated(till))


def test_words_that_are_all_translated_raise_no_fault(till: Program) -> None:
    assert [word.id for word in said(till) if word.id] == [
        "Ticket {number}",
        ("{n} article", "{n} articles"),
        "Pay",
    ]
    assert faults(said(till), translated(till)) == []


def test_a_word_without_french_is_named(till: Program) -> None:
    assert _found(till, instead_of='msgstr "Encaisser"', stands='msgstr ""') == ["not translated: 'Pay'"]


def test_a_plural_wants_both_its_forms(till: Program) -> None:
    missing = _found(till, instead_of='msgstr[1] "{n} articles"', stands='msgstr[1] ""')

    assert missing == ["not translated: '{n} article'"]


def test_a_lost_placeholder_is_named(till: Program) -> None:
    lost = _found(till, instead_of='msgstr "Ticket {number}"', stands='msgstr "Ticket {numero}"')

    assert lost == ["other placeholders: 'Ticket {number}' -> 'Ticket {numero}'"]


def test_a_fuzzy_word_is_named(till: Program) -> None:
    assert _found(till, instead_of='msgid "Pay"', stands='#, fuzzy\nmsgid "Pay"') == ["fuzzy: 'Pay'"]


def test_words_nobody_says_are_named(till: Program) -> None:
    extra = 'msgid "Pay"\nmsgstr "Payer"\n\n#~ msgid "Old"\n#~ msgstr "Vieux"\n\nmsgid "Gone"'

    assert _found(till, instead_of='msgid "Pay"', stands=extra) == [
        "nobody says it any more: 'Gone'",
        "obsolete: 'Old'",
    ]


def test_templates_are_read_too(till: Program) -> None:
    (till.sources[0] / "page.html").write_text(TEMPLATE, encoding="utf-8")

    found = {word.id for word in said(till)}
    assert {"It's open", "Shops of %(town)s", ("%(count)s shop", "%(count)s shops")} <= found


def test_words_in_the_braces_of_an_f_string_are_found(till: Program) -> None:
    (till.sources[0] / "tab.py").write_text("tab = f\"★ {self._wording('Favourites')}\"", encoding="utf-8")

    assert "Favourites" in {word.id for word in said(till)}


def test_an_update_adds_new_words_and_keeps_the_old_translations(till: Program) -> None:
    (till.sources[0] / "page.py").write_text('wording("Close the drawer")', encoding="utf-8")

    update(till)

    assert faults(said(till), translated(till)) == ["not translated: 'Close the drawer'"]
    assert translated(till)["Pay"].string == "Encaisser"


def test_the_till_and_the_catalogue_have_all_their_french(capsys: pytest.CaptureFixture[str]) -> None:
    complete = main([]) == 0

    assert complete, capsys.readouterr().out
