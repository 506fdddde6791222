"""`comptoir import`: a list of products taken in from a file, looked at before, undone afterwards."""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pos.domain.tax import TaxClass
from pos.exchange.product_lists.entry import FLAG_WORDS, WHY_WORDS
from pos.exchange.product_lists.layout import FIELD_WORDS, SEPARATORS, Encoding, Field, Kind, Layout, Proposal
from pos.wording import Wording, mark
from ui import machine
from ui.commands.console import DONE, MISTAKE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop
from ui.commands.words import duration

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.operations.importing import Figures

ENCODINGS: Final = {
    "utf-8": Encoding.UTF_8,
    "utf-16": Encoding.UTF_16_LE,
    "utf-16-be": Encoding.UTF_16_BE,
    "cp1252": Encoding.CP1252,
}
_SEPARATOR_NAMES: Final = {"tab": "\t", "\\t": "\t"}
_ROWS_SHOWN = 5
_REFUSED_SHOWN = 5
_CELL_COLUMNS = 22
_INDENT: Final = " " * 4


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir import`."""
    names = ", ".join(Field)
    parser.add_argument("file", nargs="?", metavar=wording("FILE"), help=wording("the list: CSV, TSV or XLSX"))
    parser.add_argument("--encoding", choices=tuple(ENCODINGS), help=wording("how its letters are written"))
    parser.add_argument("--separator", metavar=wording("SIGN"), help=wording("what stands between columns: ; , tab |"))
    parser.add_argument("--sheet", metavar=wording("NAME"), help=wording("which sheet of a workbook"))
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar=wording("NAME=HEADING"),
        help=wording("which column holds what, by its heading or number; names: {names}").format(names=names),
    )
    parser.add_argument(
        "--vat", choices=tuple(TaxClass), type=TaxClass, help=wording("the VAT class of rows that do not say theirs")
    )
    parser.add_argument("--preview", action="store_true", help=wording("say what would be done, and change nothing"))
    parser.add_argument("--refused", metavar=wording("FILE"), help=wording("write refused rows and their reasons here"))
    parser.add_argument("--undo", metavar=wording("NUMBER"), help=wording("take an import back, by its number"))
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Take the list in, or say what that would do, or take an earlier one back."""
    wording = console.wording
    if wish.undo:
        return _undo(wish, console)
    if not wish.file:
        console.complain(wording("Say which file to import, or which import to undo."))
        return MISTAKE
    path = Path(wish.file).expanduser().absolute()
    proposal = _proposal(path, wish, console)
    if proposal is None:
        return MISTAKE
    _say_proposal(proposal, console)
    with _shop_for(wish) as db:
        return _take_in(db, path, proposal, wish, console)


@contextlib.contextmanager
def _shop_for(wish: argparse.Namespace) -> Iterator[Database]:
    """The shop meant; a preview for a shop that is not there yet is made in a passing one."""
    shop = machine.shop_path(wish.shop)
    with contextlib.ExitStack() as stack:
        if wish.preview and not shop.exists():
            shop = Path(stack.enter_context(tempfile.TemporaryDirectory())) / machine.SHOP_FILE
        yield stack.enter_context(held_shop(shop, make=True))


def _take_in(db: Database, path: Path, proposal: Proposal, wish: argparse.Namespace, console: Console) -> int:
    from pos.operations.importing import Listed, discard, publish, resume_imports, stage, write_listed

    wording = console.wording
    began = time.monotonic()
    resume_imports(db, now=machine.now())
    staged = stage(
        db,
        path,
        proposal,
        now=machine.now(),
        new_id=machine.new_id,
        progress=lambda done, of: console.progress(wording("Reading the list"), done, of),
    )
    _say_figures(db, staged.import_id, staged.figures, console)
    if wish.refused and staged.figures.refused:
        to = Path(wish.refused).expanduser().absolute()
        written = write_listed(db, staged.import_id, Listed.REFUSED, to, wording=wording)
        console.say(wording("{count} refused rows are in {file}").format(count=wording.number(written), file=to))
    if wish.preview:
        discard(db, staged.import_id)
        console.say(wording("Nothing was changed."))
    else:
        publish(
            db,
            staged.import_id,
            now=machine.now(),
            new_id=machine.new_id,
            progress=lambda done, of: console.progress(wording("Writing the articles"), done, of),
        )
        seconds = duration(time.monotonic() - began, wording)
        console.say(wording("Imported in {duration}.").format(duration=seconds))
        console.say(wording("To take it back: comptoir import --undo {number}").format(number=staged.import_id))
    console.figures(_as_figures(staged.import_id, staged.figures, seconds=time.monotonic() - began, wish=wish))
    return DONE


def _undo(wish: argparse.Namespace, console: Console) -> int:
    from pos.operations.importing import resume_imports, undo_import

    wording = console.wording
    with held_shop(machine.shop_path(wish.shop)) as db:
        resume_imports(db, now=machine.now())
        try:
            undone = undo_import(
                db,
                wish.undo,
                now=machine.now(),
                progress=lambda done, of: console.progress(wording("Taking the import back"), done, of),
            )
        except LookupError:
            console.complain(wording("There is no import {number} that could be undone.").format(number=wish.undo))
            return MISTAKE
    console.say(
        wording("Taken back: {removed} articles removed, {restored} as they were before.").format(
            removed=wording.number(undone.removed), restored=wording.number(undone.restored)
        )
    )
    if undone.left:
        console.say(wording("Left as they are, because they were sold or changed since:"))
        for one in undone.left:
            console.say(f"  - {one.name}")
    console.figures({"removed": undone.removed, "restored": undone.restored, "left": [one.name for one in undone.left]})
    return DONE


def _proposal(path: Path, wish: argparse.Namespace, console: Console) -> Proposal | None:
    """How the file is written, as found and as the person corrected it; None when the correction makes no sense."""
    from pos.exchange.product_lists.reading import inspect, raw_rows

    separator = _SEPARATOR_NAMES.get(wish.separator, wish.separator)
    if separator is not None and separator not in SEPARATORS:
        console.complain(console.wording("The separator is one of these: ; , tab |"))
        return None
    encoding = ENCODINGS[wish.encoding] if wish.encoding else None
    proposal = inspect(path, encoding=encoding, separator=separator, sheet=wish.sheet)
    if wish.sheet and wish.sheet not in proposal.sheets:
        known = ", ".join(proposal.sheets)
        console.complain(console.wording("The workbook has no such sheet; it has: {sheets}").format(sheets=known))
        return None
    layout = proposal.layout if wish.vat is None else replace(proposal.layout, tax_class=wish.vat)
    for said in wish.column:
        corrected = _with_column(layout, proposal.headings, said)
        if corrected is None:
            complaint = console.wording("“{said}” names no column; there are: {headings}")
            console.complain(complaint.format(said=said, headings=" | ".join(proposal.headings)))
            return None
        layout = corrected
    raw_rows(path, layout)  # what is wrong with the list as a whole is told before a shop is opened
    return replace(proposal, layout=layout)


def _with_column(layout: Layout, headings: tuple[str, ...], said: str) -> Layout | None:
    """The layout with `price=Prix TTC`, `price=3` or `price=` (not taken) said of it; None when that means nothing."""
    name, equals, heading = (part.strip() for part in said.partition("="))
    if not equals or name not in set(Field):
        return None
    field = Field(name)
    if not heading:
        return replace(layout, fields=tuple(None if one is field else one for one in layout.fields))
    folded = [one.casefold() for one in headings]
    if heading.casefold() in folded:
        return layout.taking(folded.index(heading.casefold()), field)
    if heading.isascii() and heading.isdigit() and 1 <= int(heading[:6]) <= len(layout.fields):
        return layout.taking(int(heading[:6]) - 1, field)
    return None


def _say_proposal(proposal: Proposal, console: Console) -> None:
    wording, layout = console.wording, proposal.layout
    rows = wording.plural("{count} row", "{count} rows", proposal.total).format(count=wording.number(proposal.total))
    if layout.kind is Kind.TEXT:
        encoding = next(name for name, one in ENCODINGS.items() if one is layout.encoding)
        separator = next((name for name, one in _SEPARATOR_NAMES.items() if one == layout.separator), layout.separator)
        told = wording("{rows}, letters in {encoding}, columns apart by “{separator}”")
        console.say(told.format(rows=rows, encoding=encoding, separator=separator))
    else:
        console.say(wording("{rows}, sheet “{sheet}”").format(rows=rows, sheet=layout.sheet))
    for place, (heading, field) in enumerate(zip(proposal.headings, layout.fields, strict=True), start=1):
        meaning = wording(FIELD_WORDS[field]) if field else wording("not taken")
        examples = [row.cells[place - 1] for row in proposal.rows if len(row.cells) >= place and row.cells[place - 1]]
        example = _short(examples[0]) if examples else ""
        console.say(f"  {place:>3}  {_short(heading):<{_CELL_COLUMNS}}  {meaning:<{_CELL_COLUMNS}}  {example}".rstrip())


def _say_figures(db: Database, import_id: str, figures: Figures, console: Console) -> None:
    from pos.operations.importing import Listed, listed

    wording = console.wording
    for sentence, count in (
        (_ADDED, figures.added),
        (_TO_PRICE, figures.to_price),
        (_CHANGED, figures.changed),
        (_UNCHANGED, figures.unchanged),
        (_REFUSED, figures.refused),
    ):
        console.say(wording(sentence).format(count=wording.number(count)))
    for why, count in figures.reasons:
        console.say(f"  - {wording.number(count)} × {wording(WHY_WORDS[why]).format(detail='…')}")
    for row in listed(db, import_id, Listed.REFUSED, wording=wording, limit=_REFUSED_SHOWN):
        console.say(_INDENT + wording("line {line}: {said}").format(line=row.line, said=row.said))
    for flag, count in figures.flags:
        console.say(f"  ! {wording.number(count)} × {wording(FLAG_WORDS[flag])}")


_ADDED: Final = mark("New articles: {count}")
_TO_PRICE: Final = mark("  of which without a price: {count}")
_CHANGED: Final = mark("Changed articles: {count}")
_UNCHANGED: Final = mark("Already the same: {count}")
_REFUSED: Final = mark("Refused rows: {count}")


def _as_figures(import_id: str, figures: Figures, *, seconds: float, wish: argparse.Namespace) -> dict[str, object]:
    return {
        "import": None if wish.preview else import_id,
        "added": figures.added,
        "to_price": figures.to_price,
        "changed": figures.changed,
        "unchanged": figures.unchanged,
        "refused": figures.refused,
        "reasons": {why.value: count for why, count in figures.reasons},
        "flags": {flag.value: count for flag, count in figures.flags},
        "seconds": round(seconds, 3),
    }


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _CELL_COLUMNS else line[: _CELL_COLUMNS - 1] + "…"
