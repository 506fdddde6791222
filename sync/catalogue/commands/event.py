"""`comptoir catalogue event add|remove|list`: what happens in town."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sync.catalogue import clock
from sync.catalogue.commands.common import answer, moment_text, shop_called, with_folder
from sync.catalogue.starting import CannotStart

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands

_LENGTHS = {"title": 200, "place": 200, "text": 4000}


def add(commands: "Commands") -> None:
    """Bring the words of the command."""
    event = commands.add_parser("event", help="announce what happens in town, and take it back")
    deeds = event.add_subparsers(required=True, metavar="add | remove | list")
    new = deeds.add_parser("add", help="announce an event")
    new.add_argument("title", help="what it is called")
    new.add_argument(
        "--from", dest="starts", required=True, help='when it begins, in the town\'s time: "2026-12-05 10:00"'
    )
    new.add_argument("--to", dest="ends", required=True, help="when it ends")
    new.add_argument("--place", default="", help="where it is")
    new.add_argument("--text", default="", help="what there is to say about it")
    new.add_argument("--shop", action="append", default=[], help="a shop that takes part; may be said again")
    remove = deeds.add_parser("remove", help="take an event back")
    remove.add_argument("slug", help="the end of its address, as `event list` says it")
    with_folder(new, _add)
    with_folder(remove, _remove)
    with_folder(deeds.add_parser("list", help="list the events"), _list)


def _add(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.models import Town
    from sync.catalogue.officers import events

    zone = Town.objects.get().zone
    texts = {name: getattr(wish, name).strip() for name in _LENGTHS}
    _check(texts)
    starts, ends = (_moment(text, zone) for text in (wish.starts, wish.ends))
    if ends <= starts:
        raise CannotStart("The end comes before the beginning.")
    shops = [shop_called(name).pk for name in wish.shop]
    values = {**texts, "starts_ms": starts, "ends_ms": ends}
    made = events.add(values, shops, actor=COMMAND, now_ms=clock.now_ms())
    return answer(wish, {"slug": made.slug}, f"{made.title} is announced ({made.slug}).")


def _remove(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND
    from sync.catalogue.models import TownEvent
    from sync.catalogue.officers import events

    found = TownEvent.objects.filter(slug=wish.slug).first()
    if found is None:
        raise CannotStart(f"There is no event {wish.slug}; `comptoir catalogue event list` names them.")
    events.remove(found, actor=COMMAND, now_ms=clock.now_ms())
    return answer(wish, {"slug": wish.slug}, f"{found.title} is taken back.")


def _list(wish: argparse.Namespace) -> int:
    from sync.catalogue.models import TownEvent

    listed = list(TownEvent.objects.order_by("starts_ms", "pk"))
    told = [
        {"slug": one.slug, "title": one.title, "place": one.place, "starts_ms": one.starts_ms, "ends_ms": one.ends_ms}
        for one in listed
    ]
    return answer(wish, {"events": told}, *(f"{one.slug}\t{moment_text(one.starts_ms)}\t{one.title}" for one in listed))


def _check(texts: dict[str, str]) -> None:
    if not texts["title"]:
        raise CannotStart("An event needs a title.")
    for name, text in texts.items():
        if len(text) > _LENGTHS[name]:
            raise CannotStart(f"The event's {name} is longer than {_LENGTHS[name]} characters.")
        if any(ord(letter) < ord(" ") and letter not in "\n\t" for letter in text):
            raise CannotStart(f"The event's {name} holds control characters.")


def _moment(text: str, zone: str) -> int:
    """Read a moment, in the town's time where it names no zone of its own.

    Raises:
        CannotStart: it is none.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        placed = moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(zone))
        return int(placed.timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise CannotStart(f'"{text}" is no moment: write "2026-12-05 10:00".') from error
