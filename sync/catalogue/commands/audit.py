"""`comptoir catalogue audit`: who did what here, the latest last."""

import argparse
from typing import TYPE_CHECKING

from sync.catalogue.commands.common import answer, moment_text, shop_called, with_folder

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands

_LINES = 50


def add(commands: "Commands") -> None:
    """Bring the words of the command."""
    audit = commands.add_parser("audit", help="print who did what here")
    audit.add_argument("--actor", default="", help="of this officer, or of `command`")
    audit.add_argument("--deed", default="", help="only this, as in `till revoked`")
    audit.add_argument("--shop", default="", help="about this shop only")
    audit.add_argument("--lines", type=int, default=_LINES, help=f"how many at the most ({_LINES})")
    with_folder(audit, _print)


def _print(wish: argparse.Namespace) -> int:
    from sync.catalogue.models import AuditLine

    scope = AuditLine.objects.select_related("shop").order_by("-at_ms", "-pk")
    for name in ("actor", "deed"):
        if getattr(wish, name):
            scope = scope.filter(**{name: getattr(wish, name)})
    if wish.shop:
        scope = scope.filter(shop=shop_called(wish.shop))
    listed = list(scope[: max(0, wish.lines)])[::-1]
    told = [
        {
            "at_ms": one.at_ms,
            "actor": one.actor,
            "deed": one.deed,
            "shop": "" if one.shop is None else one.shop.name,
            "detail": one.detail,
        }
        for one in listed
    ]
    lines = (
        "\t".join((moment_text(one.at_ms), one.actor, one.deed, "" if one.shop is None else one.shop.name, one.detail))
        for one in listed
    )
    return answer(wish, {"lines": told}, *lines)
