"""`comptoir catalogue restore`: a backup put back, into SQLite or PostgreSQL, wherever it was made."""

import argparse
from pathlib import Path

from sync.catalogue.commands.speaking import say, tell, with_folder


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Say the command's words."""
    parser = commands.add_parser("restore", help="put a backup back, into SQLite or into PostgreSQL (DATABASE_URL)")
    parser.add_argument("file", type=Path, help="the backup; it is only read")
    parser.add_argument("--replace", action="store_true", help="take the place of the catalogue that is there")
    with_folder(parser)
    parser.set_defaults(run=run)


def run(wish: argparse.Namespace) -> int:
    """Put the backup back and say what follows from it."""
    from sync.catalogue.backups.restoring import restore

    done = restore(wish.data, wish.file, replace=wish.replace)
    if wish.json:
        tell(done)
        return 0
    say(f"{wish.data}: {done.rows} rows and {done.photos} photos are back, as of {done.made}.")
    if done.replaced:
        say(f"What was there before lies in {done.replaced}; delete it once you are content.")
    say("Start the catalogue: tills tell what changed since, within a quarter of an hour.")
    say("Tills that joined since then need a new code; revoke again whichever was revoked since then.")
    return 0
