"""Which fiscal perimeter runs: its files held against the manifest they were published with."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Final

from pos.database.journal.author import Software
from pos.fiscal import VERSION

ROOT: Final = Path(__file__).resolve().parents[3]
FOLDERS: Final = ("pos/fiscal", "pos/database/journal")
ENDINGS: Final = (".py", ".html")
MANIFEST: Final = "pos/fiscal/manifest.json"
BUILD_DIGITS: Final = 16


@cache
def software() -> Software:
    """The perimeter that runs, read once a process."""
    return examine(ROOT)


def examine(root: Path) -> Software:
    """The perimeter that lies under a folder.

    Its build is the beginning of the SHA-256 of what really lies there, so that two that differ in one byte never
    carry the same.
    """
    found = fingerprints(root)
    published = _published(root / MANIFEST)
    changed = tuple(sorted(name for name in found.keys() | published.keys() if found.get(name) != published.get(name)))
    build = sha256("".join(f"{name} {found[name]}\n" for name in sorted(found)).encode()).hexdigest()
    return Software(VERSION, build[:BUILD_DIGITS], changed, metadata.version("comptoir"))


def fingerprints(root: Path) -> dict[str, str]:
    """The SHA-256 of every file of the perimeter, by its name; line ends count as one newline everywhere."""
    files = sorted(
        path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file() and path.suffix in ENDINGS
    )
    return {
        path.relative_to(root).as_posix(): sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in files
    }


def _published(path: Path) -> dict[str, str]:
    """What the manifest says; one that is missing or unreadable attests nothing."""
    try:
        files = json.loads(path.read_text())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(digest) for name, digest in files.items()} if isinstance(files, dict) else {}
