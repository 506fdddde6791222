"""`comptoir catalogue places FILE`: the addresses of the town, from the national address base."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sync.catalogue import clock
from sync.catalogue.commands.common import answer, with_folder
from sync.catalogue.starting import CannotStart

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands


def add(commands: "Commands") -> None:
    """Bring the words of the command."""
    command = commands.add_parser(
        "places", help="read the town's addresses from a file of the national address base (BAN), and keep them here"
    )
    command.add_argument("file", type=Path, help="the CSV file of the commune or department, .csv or .csv.gz")
    command.add_argument("--commune", action="append", default=[], help="keep this commune only; may be repeated")
    with_folder(command, _run)


def _run(wish: argparse.Namespace) -> int:
    from sync.catalogue.placing import FileUnusable, replace_places

    try:
        read = replace_places(wish.file, now_ms=clock.now_ms(), communes=tuple(wish.commune))
    except FileUnusable as error:
        raise CannotStart(f"{wish.file}: {error}") from error
    lines = [f"{read.addresses} addresses in {read.streets} streets are kept."]
    lines += [f"Line {line} was left out: {reason}." for line, reason in read.faults]
    if read.faulty > len(read.faults):
        lines.append(f"{read.faulty - len(read.faults)} more lines were left out.")
    content = {"addresses": read.addresses, "streets": read.streets, "left_out": read.faulty}
    return answer(wish, content, *lines)
