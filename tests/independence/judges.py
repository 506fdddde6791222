"""The judges of an archive, none of them the till: a Python that knows nothing, a browser, and openssl."""

from __future__ import annotations

import json
import shutil
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from playwright.sync_api import sync_playwright

from pos.fiscal import verify
from tests.independence.mutations import MANIFEST, RECORDS, Named
from tests.screens_catalogue import ARGUMENTS, CHROMIUM

PROGRAM: Final = Path(verify.__file__)
PAGE: Final = PROGRAM.with_name("verify.html")
SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
MOST_SECONDS: Final = 900
_PAYLOAD_AT: Final = 222
_SIGNATURE_AT: Final = 82


@dataclass(frozen=True, slots=True)
class Said:
    """What a judge says: the verdict, how much of it is explained, and each finding."""

    verdict: str
    explained: int
    findings: tuple[Named, ...] = ()
    signatures: int = 0


def bare_python(python: str, archive: Path, folder: Path) -> Said:
    """`verify.py`, alone in an empty folder: isolated, without packages, in an empty environment."""
    folder.mkdir()
    shutil.copy(PROGRAM, folder / "verify.py")
    command = [python, "-I", "-S", "verify.py", str(archive), "--json"]
    ran = subprocess.run(command, cwd=folder, env={}, capture_output=True, encoding="utf-8", timeout=MOST_SECONDS)
    if ran.stderr:
        return Said(ran.stderr, 0)
    told = json.loads(ran.stdout)
    assert ran.returncode == (told["verdict"] == "KO"), ran.returncode
    findings = tuple((one["code"], one["seq"], one["file"]) for one in told["findings"])
    return Said(told["verdict"], told["explained"], findings, told["signatures"])


class Chromium(AbstractContextManager["Chromium"]):
    """`verify.html`, opened from the disk in a real Chromium; it may ask nothing of any network."""

    def __enter__(self) -> Chromium:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        self._page = self._browser.new_page(locale="fr-FR")
        self._faults: list[str] = []
        self._page.on("pageerror", lambda error: self._faults.append(str(error)))
        self._page.on("request", lambda asked: self._look_at(asked.url))
        self._page.goto(PAGE.as_uri())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.stop()

    def judge(self, archive: Path) -> Said:
        """What the page says of an archive; what it did that it may not, where there is any."""
        self._page.set_input_files("#zip", str(archive))
        self._page.wait_for_selector("#report:not([hidden])", timeout=MOST_SECONDS * 1_000)
        verdict = self._page.get_attribute("#report", "data-verdict")
        told = self._page.eval_on_selector_all("#report li", "all => all.map(one => ({...one.dataset}))")
        if self._faults:
            return Said(" ".join(self._faults), 0)
        explained = sum(one["severity"] == "EXPLAINED" for one in told)
        return Said(str(verdict), explained, tuple((one["code"], int(one["seq"]), one["file"]) for one in told))

    def _look_at(self, address: str) -> None:
        if not address.startswith("file:"):
            self._faults.append(address)


def openssl(archive: Path, folder: Path, *, workers: int = 2, all_signatures: bool = True) -> Said:
    """What openssl says, by the words of LISEZMOI.txt: of the manifest's signature, the files' SHA-256, the records.

    A finding names the file; the chain is not its business.
    """
    folder.mkdir()
    names = _unpacked(archive, folder)
    if MANIFEST not in names:
        return Said("KO", 0, (("file_missing", 0, MANIFEST),))
    keys = _keys(folder)
    findings = _files_that_differ(folder, names)
    if not _manifest_holds(folder, keys):
        findings.append(("manifest", 0, MANIFEST))
    if not all_signatures or RECORDS not in names or not keys:
        return Said("KO" if findings else "OK", 0, tuple(findings))
    lines = (folder / RECORDS).read_bytes().split(b"\n")[:-1]
    with ThreadPoolExecutor(workers) as pool:
        hold = list(pool.map(lambda numbered: _record_holds(folder, keys, *numbered), enumerate(lines)))
    findings += [("signature", place + 1, RECORDS) for place, holds in enumerate(hold) if not holds]
    return Said("KO" if findings else "OK", 0, tuple(findings), signatures=sum(hold))


def _unpacked(archive: Path, folder: Path) -> list[str]:
    """The names of an archive's files, each in the folder; one that cannot be read is empty there."""
    with ZipFile(archive) as packed:
        for name in packed.namelist():
            try:
                (folder / name).write_bytes(packed.read(name))
            except (BadZipFile, zlib.error):
                (folder / name).write_bytes(b"")
        return packed.namelist()


def _keys(folder: Path) -> dict[str, Path]:
    """The public keys by their names, as openssl reads them."""
    try:
        listed = json.loads((folder / "keys.json").read_bytes())["records"]
    except (OSError, ValueError):
        return {}
    found: dict[str, Path] = {}
    for one in listed:
        key: Any = one["payload"].get("key", {})
        if "spki" in key:
            der, pem = folder / f"{key['kid']}.der", folder / f"{key['kid']}.pem"
            der.write_bytes(bytes.fromhex(key["spki"]))
            _run("pkey", "-pubin", "-inform", "DER", "-in", str(der), "-pubout", "-out", str(pem))
            found[key["kid"]] = pem
    return found


def _manifest_holds(folder: Path, keys: dict[str, Path]) -> bool:
    written = (folder / MANIFEST).read_bytes()
    begin = written.find(b'"manifest":') + len(b'"manifest":')
    signed = written[begin:-2]
    try:
        told = json.loads(written)
        signature, key = bytes.fromhex(told["sig"]), keys.get(told["manifest"]["kid"])
    except (ValueError, KeyError):
        return False
    return key is not None and _holds(folder / "m", key, b"FRPOS1-ARCHIVE\0" + signed, signature)


def _files_that_differ(folder: Path, names: list[str]) -> list[Named]:
    try:
        told: dict[str, str] = json.loads((folder / MANIFEST).read_bytes())["manifest"]["files"]
    except (ValueError, KeyError):
        return []
    found: list[Named] = [("file_extra", 0, name) for name in names if name not in told and name != MANIFEST]
    for name, digest in told.items():
        if name not in names:
            found.append(("file_missing", 0, name))
        elif _run("dgst", "-sha256", "-r", str(folder / name)).stdout.split()[0].decode() != digest:
            found.append(("file_changed", 0, name))
    return found


def _record_holds(folder: Path, keys: dict[str, Path], place: int, line: bytes) -> bool:
    """Whether a line's signature is true of the bytes that LISEZMOI.txt names."""
    payload = line[_PAYLOAD_AT:-1]
    try:
        signature = bytes.fromhex(line[_SIGNATURE_AT : _SIGNATURE_AT + 128].decode())
        key = keys.get(json.loads(payload)["kid"])
    except (ValueError, KeyError):
        return False
    return key is not None and _holds(folder / f"r{place}", key, b"FRPOS1\0" + payload, signature)


def _holds(place: Path, key: Path, message: bytes, signature: bytes) -> bool:
    told, signed = place.with_suffix(".message"), place.with_suffix(".signature")
    told.write_bytes(message)
    signed.write_bytes(as_der(signature))
    ran = _run("dgst", "-sha256", "-verify", str(key), "-signature", str(signed), str(told))
    told.unlink()
    signed.unlink()
    return ran.returncode == 0


def as_der(signature: bytes) -> bytes:
    """r and s as a DER SEQUENCE of two INTEGERs, as openssl wants them."""
    parts = b""
    for half in (signature[:32], signature[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = b"\0" + number if number[0] > 127 else number
        parts += bytes([2, len(number)]) + number
    return bytes([0x30, len(parts)]) + parts


def _run(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *words], capture_output=True, timeout=60)
