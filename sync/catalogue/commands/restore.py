"""`comptoir catalogue restore`: a backup put back, into SQLite or PostgreSQL, wherever it was made."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sync.catalogue.commands.common import answer, with_folder_as_it_is

if TYPE_CHECKING:
    from sync.catalogue.commands.common import Commands


def add(commands: "Commands") -> None:
    """Say the command's words."""
    parser = commands.add_parser("restore", help="put a backup back, into SQLite or into PostgreSQL (DATABASE_URL)")
    parser.add_argument("file", type=Path, help="the backup; it is only read")
    parser.add_argument("--replace", action="store_true", help="take the place of the catalogue that is there")
    with_folder_as_it_is(parser, run)


def run(wish: argparse.Namespace) -> int:
    """Put the backup back and say what follows from it."""
    from sync.catalogue.backups.restoring import restore

    done = restore(wish.data, wish.file, replace=wish.replace)
    lines = [f"{wish.data}: {done.rows} rows and {done.photos} photos are back, as of {done.made}."]
    if done.replaced:
        lines.append(f"What was there before lies in {done.replaced}; delete it once you are content.")
    lines += [
        "Start the catalogue: tills tell what changed since, within a quarter of an hour.",
        "Tills that joined since then need a new code; revoke again whichever was revoked since then.",
    ]
    return answer(wish, done, *lines)
