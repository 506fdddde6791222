"""Where a till keeps its key: the system's key store where there is one, else a file for its owner alone."""

from __future__ import annotations

import stat
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends.fail import Keyring

from pos.domain.errors import DatabaseReadOnly
from pos.keystore import FileKeyStore, SystemKeyStore, key_file


def test_keys_in_a_file_are_for_its_owner_alone(tmp_path: Path) -> None:
    keys = FileKeyStore(key_file(tmp_path / "shop.db"))

    keys.save("a", "one")
    keys.save("b", "two")

    assert keys.file == tmp_path / "shop.db.keys"
    assert stat.S_IMODE(keys.file.stat().st_mode) == 0o600
    assert (keys.load("a"), keys.load("b"), keys.load("c")) == ("one", "two", None)
    keys.forget("a")
    assert keys.load("a") is None
    keys.forget("b")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_keys_that_cannot_be_read_holds_none_and_one_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "keys"
    broken.write_text("no JSON")
    assert FileKeyStore(broken).load("a") is None
    with pytest.raises(DatabaseReadOnly):
        FileKeyStore(tmp_path / "nowhere" / "keys").save("a", "one")
    with pytest.raises(DatabaseReadOnly):
        FileKeyStore(tmp_path).forget("a")


class _Ring(keyring.backend.KeyringBackend):
    """A key store in memory, as a system has one; or one that is locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.held.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError(username)

    def _check(self) -> None:
        if self.is_locked:
            raise keyring.errors.KeyringLocked("locked")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> _Ring:
    held = _Ring()
    monkeypatch.setattr("keyring.core._keyring_backend", held)
    return held


def test_a_system_with_a_key_store_keeps_the_key_there(ring: _Ring, tmp_path: Path) -> None:
    keys = SystemKeyStore(FileKeyStore(tmp_path / "keys"))

    keys.save("a", "one")

    assert keys.load("a") == "one"
    assert keys.file is None
    assert not (tmp_path / "keys").exists()
    keys.forget("a")
    keys.forget("a")
    assert keys.load("a") is None


def test_a_system_without_one_keeps_it_in_a_file_and_warns(ring: _Ring, tmp_path: Path) -> None:
    ring.is_locked = True
    keys = SystemKeyStore(FileKeyStore(tmp_path / "keys"))

    keys.save("a", "one")

    assert keys.file is not None
    assert SystemKeyStore(FileKeyStore(tmp_path / "keys")).load("a") == "one"
    ring.is_locked = False
    keys.save("a", "two")
    assert keys.load("a") == "two"
    assert keys.file is None
    assert not (tmp_path / "keys").exists()


def test_a_bare_linux_has_no_key_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", Keyring())  # type: ignore[no-untyped-call]
    keys = SystemKeyStore(FileKeyStore(tmp_path / "keys"))

    keys.save("a", "one")

    assert keys.file == tmp_path / "keys"
    assert keys.load("a") == "one"
    assert keys.load("b") is None
    keys.forget("a")
    assert keys.load("a") is None
