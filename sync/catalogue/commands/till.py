"""`comptoir catalogue till list|revoke`: the tills that joined, and the key of one taken back."""

import argparse
from typing import TYPE_CHECKING

from sync.catalogue import clock
from sync.catalogue.commands.common import answer, moment_text, shop_called, with_folder
from sync.catalogue.starting import CannotStart

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands
    from sync.catalogue.models import TillKey


def add(commands: "Commands") -> None:
    """Bring the words of the command."""
    till = commands.add_parser("till", help="list tills, and take the key of one back")
    deeds = till.add_subparsers(required=True, metavar="list | revoke")
    listing = deeds.add_parser("list", help="list the tills that joined")
    listing.add_argument("--shop", default="", help="of this shop only")
    revoke = deeds.add_parser("revoke", help="take the key of a till back: it was stolen, sold or lost")
    revoke.add_argument("number", type=int, help="the till's number, as `till list` says it")
    with_folder(listing, _list)
    with_folder(revoke, _revoke)


def _list(wish: argparse.Namespace) -> int:
    from sync.catalogue.models import TillKey

    scope = TillKey.objects.select_related("shop").order_by("shop__name_key", "-term", "-pk")
    listed = list(scope.filter(shop=shop_called(wish.shop)) if wish.shop else scope)
    told = [
        {
            "number": one.pk,
            "shop": one.shop_id,
            "shop_name": one.shop.name,
            "till": one.till,
            "name": one.till_name,
            "term": one.term,
            "state": _state(one),
            "heard_ms": one.heard_ms or None,
            "revoked_ms": one.revoked_ms,
        }
        for one in listed
    ]
    lines = (
        f"{one.pk}\t{one.shop.name}\t{one.till_name}\t{_state(one)}\theard {moment_text(one.heard_ms)}"
        for one in listed
    )
    return answer(wish, {"tills": told}, *lines)


def _revoke(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.models import TillKey
    from sync.catalogue.officers import shops

    till = TillKey.objects.select_related("shop").filter(pk=wish.number).first()
    if till is None:
        raise CannotStart(f"No till here has the number {wish.number}; `comptoir catalogue till list` names them.")
    changed = shops.revoke(till, actor=COMMAND, now_ms=clock.now_ms())
    sentence = f"The key of {till.till_name} ({till.shop.name}) opens nothing any more."
    return answer(wish, {"number": till.pk, "changed": changed}, sentence)


def _state(one: "TillKey") -> str:
    if one.revoked_ms is not None:
        return "revoked"
    return "publishes" if one.term == one.shop.term else "replaced"
