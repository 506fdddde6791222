"""`comptoir shop`: what the shop says of itself on its papers, shown and set."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from pos.domain.company_numbers import grouped_siret, grouped_vat_number, is_siret, vat_number_for
from pos.domain.shop import read_hour
from pos.wording import Wording, mark
from ui import machine
from ui.commands.console import DONE, MISTAKE, Console
from ui.commands.parser import add_json, add_shop
from ui.commands.shop import held_shop

if TYPE_CHECKING:
    from pos.operations.describing_shop import ShopDetails

WORDS: Final = {
    "name": mark("Name of the shop"),
    "legal_form": mark("Legal form"),
    "street": mark("Street"),
    "postcode": mark("Postcode"),
    "city": mark("Town"),
    "phone": mark("Telephone"),
    "siret": mark("SIRET"),
    "vat_number": mark("VAT number"),
    "hours": mark("Opening hours"),
}
"""What each text is called, in the order they are shown."""


def describe(parser: argparse.ArgumentParser, wording: Wording) -> None:
    """The words of `comptoir shop`."""
    for name, said in WORDS.items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, dest=name, metavar=wording("TEXT"), help=wording(said))
    parser.add_argument(
        "--footer", action="append", metavar=wording("TEXT"), help=wording("a line at the foot of receipts; repeatable")
    )
    parser.add_argument(
        "--franchise", action=argparse.BooleanOptionalAction, default=None, help=wording("no VAT (CGI art. 293 B)")
    )
    parser.add_argument("--cut-off", metavar=wording("HOUR"), help=wording("when a new business day begins"))
    add_shop(parser, wording)
    add_json(parser, wording)


def run(wish: argparse.Namespace, console: Console) -> int:
    """Set what is named, then show all of it."""
    from pos.operations.describing_shop import look_at_shop, save_shop

    changes = {name: getattr(wish, name) for name in (*WORDS, "franchise") if getattr(wish, name) is not None}
    if wish.footer is not None:
        changes["footer"] = tuple(wish.footer)
    if not changes and wish.cut_off is None:
        _show(_read(wish), console)
        return DONE
    hour = None if wish.cut_off is None else read_hour(wish.cut_off)
    if wish.cut_off is not None and hour is None:
        console.complain(console.wording("“{typed}” is no hour: write for example 04:00.").format(typed=wish.cut_off))
        return MISTAKE
    with held_shop(machine.shop_path(wish.shop)) as db:
        before = look_at_shop(db)
        wanted = replace(before, shop=replace(before.shop, **changes), cut_off=hour or before.cut_off)
        _show(save_shop(db, wanted, now=machine.now()), console)
    return DONE


def _read(wish: argparse.Namespace) -> ShopDetails:
    """What is kept, read beside a till that may be open."""
    from pos.database.connection import connect_reader
    from pos.operations.describing_shop import look_at_shop

    with contextlib.closing(connect_reader(machine.shop_path(wish.shop))) as db:
        return look_at_shop(db)


def _show(details: ShopDetails, console: Console) -> None:
    for line in _lines(details, console.wording):
        console.say(line)
    figures: dict[str, Any] = {**asdict(details.shop), "cut_off": details.cut_off.isoformat(timespec="minutes")}
    console.figures(figures)


def _lines(details: ShopDetails, wording: Wording) -> Iterator[str]:
    shop = details.shop
    grouped = {"siret": grouped_siret(shop.siret), "vat_number": grouped_vat_number(shop.vat_number)}
    for name, said in WORDS.items():
        yield _told(wording(said), grouped.get(name, getattr(shop, name)) or "–", wording)
    for line in shop.footer:
        yield _told(wording("At the foot of receipts"), line, wording)
    if shop.franchise:
        yield wording("No VAT (franchise, art. 293 B)")
    elif is_siret(shop.siret) and not shop.vat_number:
        proposed = grouped_vat_number(vat_number_for(shop.siret))
        yield wording("The VAT number that belongs to this SIRET: {number}").format(number=proposed)
    yield _told(wording("A new business day begins at"), details.cut_off.isoformat(timespec="minutes"), wording)


def _told(what: str, said: str, wording: Wording) -> str:
    return wording("{what}: {said}").format(what=what, said=said)
