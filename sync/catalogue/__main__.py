"""The catalogue's command line: `python -m sync.catalogue`, and what `comptoir catalogue` calls."""

import argparse
import os
import sys
from collections.abc import Sequence

import msgspec

from sync.catalogue.commands import (
    audit,
    backup,
    demo_town,
    event,
    officer,
    places,
    restore,
    shop,
    till,
    town,
)
from sync.catalogue.commands.common import say, with_folder_as_it_is
from sync.catalogue.starting import CannotStart, Invitation, get_ready

_EXIT_REFUSED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 2 refused with a sentence on standard error."""
    wish = _parser().parse_args(_with_command(list(sys.argv[1:] if argv is None else argv)))
    try:
        code: int = wish.run(wish)
    except CannotStart as error:
        print(error, file=sys.stderr)  # noqa: T201 (a command speaks)
        return _EXIT_REFUSED
    return code


def _serve(wish: argparse.Namespace) -> int:
    """Serve until asked to stop."""
    from sync.catalogue.serving import serve

    def tell(url: str, live_url: str) -> None:
        if wish.json:
            say(msgspec.json.encode({"url": url, "live_url": live_url}).decode())
            return
        say(f"The shop windows are at {url}/")
        say(f"Live figures come from {live_url}/")

    os.environ["CATALOGUE_LOG"] = wish.log
    return serve(wish.data, host=wish.host, port=wish.port, live_port=wish.live_port, town=wish.town, when_ready=tell)


def _invite(wish: argparse.Namespace) -> int:
    """Make or find a shop and print a pairing code for it."""
    from sync.catalogue.starting import invite

    fields = {name: getattr(wish, name, None) for name in Invitation.__struct_fields__ if name != "name"}
    if wish.at:
        get_ready(wish.data)
        fields["latitude"], fields["longitude"] = town.located(wish.at)
    invited = invite(wish.data, Invitation(name=wish.shop, **fields))
    if wish.json:
        say(msgspec.json.encode(invited).decode())
        return 0
    say(f"{invited.shop_name}: pairing code {invited.code}, good once and for 24 hours.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="comptoir catalogue", description="The town's shared online catalogue.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the shop windows and their live figures")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="the port of the pages, 0 for a free one (8000)")
    serve.add_argument("--live-port", type=int, default=0, help="the port of the live figures, 0 for a free one (0)")
    serve.add_argument("--town", default="", help="the town's name, kept once given")
    style = os.environ.get("CATALOGUE_LOG", "")
    serve.add_argument("--log", choices=("plain", "json"), default=style, help="write every request on standard error")
    with_folder_as_it_is(serve, _serve)
    invite = commands.add_parser("invite", help="make a shop, or find it by its name, and print a pairing code")
    invite.add_argument("--shop", required=True, help="the shop's name")
    for name in ("street", "postcode", "city", "phone", "hours", "trade", "presentation"):
        invite.add_argument(f"--{name}", help=_FIELD_HELP.get(name))
    invite.add_argument("--at", default="", help='where the shop is: "48.39,-4.49", or an address of the town')
    invite.add_argument("--figures", choices=("bands", "counts"), help="show levels as bands (few, in stock) or counts")
    with_folder_as_it_is(invite, _invite)
    for module in (town, places, shop, till, event, officer, audit, backup, restore, demo_town):
        module.add(commands)
    return parser


_FIELD_HELP = {"hours": 'as in "Mo-Fr 09:00-12:30,14:00-19:00; Sa 09:00-19:00"', "trade": "what kind of shop it is"}


def _with_command(words: list[str]) -> list[str]:
    """Let a bare `catalogue`, or one with options only, mean `catalogue serve`."""
    if words and (not words[0].startswith("-") or words[0] in {"-h", "--help"}):
        return words
    return ["serve", *words]


if __name__ == "__main__":
    sys.exit(main())
