"""`comptoir catalogue town`: the town's name, its centre, a word about it, and where to write to it."""

import argparse
from typing import TYPE_CHECKING

from sync.catalogue import clock
from sync.catalogue.commands.common import answer, with_folder
from sync.catalogue.distances import point
from sync.catalogue.starting import CannotStart

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands

_CONTROL = {letter for letter in map(chr, range(32)) if letter not in "\n\t"}


def add(commands: "Commands") -> None:
    """Bring the words of the command."""
    command = commands.add_parser(
        "town", help="say the town's name, where its centre is, a word about it, and its mail address"
    )
    command.add_argument("--name", help="the town's name")
    command.add_argument("--centre", help='where distances are counted from, "48.39,-4.49" or a known address')
    command.add_argument("--presentation", help="a few words about the town, for its first page")
    command.add_argument("--mail", help="where shoppers may write to the town")
    with_folder(command, _run)


def _run(wish: argparse.Namespace) -> int:
    from sync.catalogue.auditing import COMMAND, note
    from sync.catalogue.database import writing
    from sync.catalogue.models import Town

    fields: dict[str, object] = {}
    for name in ("name", "presentation", "mail"):
        if (text := getattr(wish, name)) is not None:
            fields[name] = _checked(name, text.strip())
    if wish.centre is not None:
        fields["latitude"], fields["longitude"] = located(wish.centre)
    with writing():
        Town.objects.filter(pk=1).update(**fields)
        held = Town.objects.get(pk=1)
        if fields:
            note(COMMAND, "town changed", detail=", ".join(fields), now_ms=clock.now_ms())
    centre = "" if held.latitude is None else f" Its centre is at {held.latitude}, {held.longitude}."
    said = {"name": held.name, "latitude": held.latitude, "longitude": held.longitude}
    return answer(wish, said, f"{held.name or 'The town has no name yet'}.{centre}")


def located(text: str) -> tuple[float, float]:
    """Read a pair of coordinates, or look an address up among the town's; call it once the catalogue is ready.

    Raises:
        CannotStart: no address is like it, or several are.
    """
    from sync.catalogue.places import find_places

    pair = point(text)
    if pair is not None:
        return pair
    found = find_places(text)
    if not found:
        raise CannotStart(f"No address here is like “{text}”. Read the town's addresses with the command places.")
    if len(found) > 1:
        listed = "; ".join(place.label for place in found)
        raise CannotStart(f"Several addresses are like “{text}”: {listed}.")
    return found[0].latitude, found[0].longitude


def _checked(name: str, text: str) -> str:
    from sync.catalogue.models import Town

    limit = Town._meta.get_field(name).max_length  # noqa: SLF001 (Django's documented way)
    if limit is not None and len(text) > limit:
        raise CannotStart(f"The town's {name} is longer than {limit} characters.")
    if _CONTROL & set(text):
        raise CannotStart(f"The town's {name} holds control characters.")
    if name == "mail" and text and ("@" not in text or " " in text):
        raise CannotStart("The town's mail address has no @, or a blank in it.")
    return text
