"""`comptoir catalogue shop list|hide|show`: the town's shops, and whether the town shows them."""

import argparse
from typing import TYPE_CHECKING

from sync.catalogue import clock
from sync.catalogue.commands.common import answer, moment_text, shop_called, with_folder

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands


def add(commands: "Commands") -> None:
    """Bring the words of the command."""
    shop = commands.add_parser("shop", help="list, hide and show shops")
    deeds = shop.add_subparsers(required=True, metavar="list | hide | show")
    hide = deeds.add_parser("hide", help="take a shop out of every page, search and list")
    hide.add_argument("--why", default="", help="a reason, for the log")
    show = deeds.add_parser("show", help="show a hidden shop again")
    for command in (hide, show):
        command.add_argument("name", help="the shop's name")
    with_folder(hide, _hide)
    with_folder(show, _show)
    with_folder(deeds.add_parser("list", help="list the shops and how they stand"), _list)


def _hide(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.officers import shops

    shop = shop_called(wish.name)
    changed = shops.hide(shop, actor=COMMAND, why=wish.why, now_ms=clock.now_ms())
    return answer(wish, {"shop": shop.pk, "changed": changed}, f"{shop.name} is hidden from the town.")


def _show(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.officers import shops

    shop = shop_called(wish.name)
    changed = shops.show(shop, actor=COMMAND, now_ms=clock.now_ms())
    return answer(wish, {"shop": shop.pk, "changed": changed}, f"{shop.name} is shown in the town.")


def _list(wish: argparse.Namespace) -> int:
    from sync.catalogue.officers.standings import standings

    listed = sorted(standings(clock.now_ms()), key=lambda one: one.shop.name_key)
    told = [
        {
            "shop": one.shop.pk,
            "name": one.shop.name,
            "slug": one.shop.slug,
            "shown": one.shop.shown,
            "joined": one.is_joined,
            "heard_ms": one.heard_ms,
            "waiting": one.waiting,
            "products": one.products,
            "fresh": one.fresh,
            "troubles": one.troubles,
        }
        for one in listed
    ]
    lines = (
        f"{one.shop.name}\t{'shown' if one.shop.shown else 'hidden'}\t{'joined' if one.is_joined else 'not joined'}"
        f"\theard {moment_text(one.heard_ms)}\t{one.waiting} waiting\t{one.products} shown\t{one.fresh_percent} % fresh"
        for one in listed
    )
    return answer(wish, {"shops": told}, *lines)
