"""Where a till keeps the key of an online shop: the system's key store, else a file only its owner can read.

keyring is imported when a key is first asked for: it looks for its back ends through D-Bus and the disk.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import Final, Protocol

import msgspec

from pos.domain.errors import DatabaseReadOnly

_SERVICE: Final = "comptoir"

_one_at_a_time = threading.Lock()
"""The till's key and that of its online shop lie in one file, and two threads keep them."""


class KeyStore(Protocol):
    """Keeps secrets by name."""

    @property
    def file(self) -> Path | None:
        """The file that keys lie in when the system offers no key store; a person should be warned of it."""
        ...

    def load(self, name: str) -> str | None:
        """The secret of a name, or None."""
        ...

    def save(self, name: str, secret: str) -> None:
        """Keep a secret."""
        ...

    def forget(self, name: str) -> None:
        """Forget a secret, if there is one."""
        ...


def key_file(shop_path: Path) -> Path:
    """The file beside a shop's own that its keys lie in when nothing better is there; no backup holds it."""
    return shop_path.with_name(shop_path.name + ".keys")


class FileKeyStore:
    """Keys in a file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def file(self) -> Path | None:
        """The file."""
        return self._path

    def load(self, name: str) -> str | None:
        """The secret of a name; a file that cannot be read holds none."""
        return self._all().get(name)

    def save(self, name: str, secret: str) -> None:
        """Keep a secret.

        Raises:
            DatabaseReadOnly: the file cannot be written.
        """
        with _one_at_a_time:
            self._write({**self._all(), name: secret})

    def forget(self, name: str) -> None:
        """Forget a secret; the file goes with its last one.

        Raises:
            DatabaseReadOnly: the file cannot be written or thrown away.
        """
        with _one_at_a_time:
            kept = {other: secret for other, secret in self._all().items() if other != name}
            if kept:
                self._write(kept)
            else:
                self._throw_away()

    def _throw_away(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as problem:
            raise DatabaseReadOnly(self._path) from problem

    def _all(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}

    def _write(self, keys: dict[str, str]) -> None:
        """Replace the file in one step, readable by its owner alone from the first byte."""
        fresh = self._path.with_name(self._path.name + ".new")
        try:
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(msgspec.json.encode(keys))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError as problem:
            raise DatabaseReadOnly(self._path) from problem


class SystemKeyStore:
    """Keys in the system's key store; where it has none or refuses, in a file."""

    def __init__(self, otherwise: FileKeyStore) -> None:
        self._otherwise = otherwise
        self._fell_back = False

    @property
    def file(self) -> Path | None:
        """The file, when a key had to be kept there."""
        return self._otherwise.file if self._fell_back else None

    def load(self, name: str) -> str | None:
        """The secret of a name, wherever it was kept."""
        kept_in_file = self._otherwise.load(name)
        if kept_in_file is not None:
            self._fell_back = True
            return kept_in_file
        import keyring
        import keyring.errors

        try:
            return keyring.get_password(_SERVICE, name)
        except (keyring.errors.KeyringError, OSError, RuntimeError):
            return None

    def save(self, name: str, secret: str) -> None:
        """Keep a secret; it counts as kept by the system only once it was read back."""
        import keyring
        import keyring.errors

        try:
            keyring.set_password(_SERVICE, name, secret)
            kept = keyring.get_password(_SERVICE, name) == secret
        except (keyring.errors.KeyringError, OSError, RuntimeError):
            kept = False
        if kept:
            self._otherwise.forget(name)
        else:
            self._otherwise.save(name, secret)
        self._fell_back = not kept

    def forget(self, name: str) -> None:
        """Forget a secret, wherever it was kept."""
        import keyring
        import keyring.errors

        self._otherwise.forget(name)
        with contextlib.suppress(keyring.errors.KeyringError, OSError, RuntimeError):
            keyring.delete_password(_SERVICE, name)
