"""`comptoir catalogue backup`: everything the catalogue holds, in one file, while it serves."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sync.catalogue.commands.common import answer, with_folder_as_it_is

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands


def add(commands: "Commands") -> None:
    """Say the command's words."""
    parser = commands.add_parser("backup", help="write database, photos and secret into one file, while it serves")
    parser.add_argument("file", type=Path, help="the file to write; in a folder it is named by its moment")
    parser.add_argument("--keep", type=_count, help="of the files named by their moment, keep so many, the newest")
    with_folder_as_it_is(parser, run)


def run(wish: argparse.Namespace) -> int:
    """Write the backup and say what is in it."""
    from sync.catalogue.backups.making import back_up

    made = back_up(wish.data, wish.file, keep=wish.keep)
    lines = [
        f"{made.file}: {made.rows} rows and {made.photos} photos, {made.size_bytes // 1024} KB, read back.",
        "It holds the catalogue's secret and what shoppers wrote: keep it where only you can read it.",
    ]
    if made.photos_missing:
        lines.append(f"{made.photos_missing} photos are in the database, but not in the folder.")
    return answer(wish, made, *lines)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least one is kept")
    return count
