"""What only this machine knows: its clock, its chance, its folders, its language, and whether it has a display."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos.domain.identity import ENTROPY_BYTES, uuid7
from pos.wording import Language

if TYPE_CHECKING:
    from pos.keystore import KeyStore

SHOP_FILE = "shop.db"


def now() -> datetime:
    """This moment in whole milliseconds, as files keep it, in the machine's own time zone."""
    moment = datetime.now().astimezone()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """A fresh id."""
    return uuid7(now(), os.urandom(ENTROPY_BYTES))


def user_folder() -> Path:
    """Where this user's shop lies, as the system wants it."""
    import platformdirs

    return Path(platformdirs.user_data_dir("comptoir", appauthor=False))


def state_folder() -> Path:
    """Where the anchors of this user's tills lie: never in the shop's folder, whose copies must not hold them.

    A name of its own, since some systems keep a program's state and its files in one and the same folder.
    """
    import platformdirs

    return platformdirs.user_state_path("comptoir-heads", appauthor=False)


def shop_path(wanted: str | None = None) -> Path:
    """The shop's file: the one wanted (in a folder, the file in it), else this user's own."""
    if not wanted:
        return user_folder() / SHOP_FILE
    path = Path(wanted).expanduser().absolute()
    return path / SHOP_FILE if path.is_dir() else path


def key_store(shop: Path) -> KeyStore:
    """Where the keys of a shop's till lie on this machine."""
    from pos.keystore import FileKeyStore, SystemKeyStore, key_file

    return SystemKeyStore(FileKeyStore(key_file(shop)))


def language(environ: Mapping[str, str] = os.environ) -> Language:
    """The language the system speaks, as far as Comptoir speaks it: French unless it is English."""
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "en" if named.lower().startswith("en") else "fr"


def can_open_windows(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether Qt can open windows, for a person or into memory."""
    return bool(environ.get("QT_QPA_PLATFORM")) or has_display(environ, platform)


def has_display(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a window can be shown to a person here."""
    if platform in {"win32", "darwin"}:
        return True
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal", "vnc"}:
        return False
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
