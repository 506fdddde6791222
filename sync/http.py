"""One online shop's address over HTTP; whatever fails is one of our errors.

Importing this module imports requests (a tenth of a second): only what runs on the sync thread does. Certificate
and host name are always checked against the system's authorities, redirects are never followed, nothing is read
from the environment (proxies, .netrc), and an answer is only read up to a size and within a time.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sync.addresses import clean_address
from sync.errors import (
    Distrust,
    Outdated,
    PairingCodeRefused,
    Rejected,
    SignInNeeded,
    Suspended,
    SyncError,
    Temporary,
    Unsettled,
)
from sync.protocol import MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Problem

ANSWER_LIMIT_BYTES: Final = 4_000_000
_PIECE_BYTES: Final = 65_536
_REFUSALS: Final = frozenset({400, 404, 405, 409, 410, 412, 413, 415, 422})
_OUTDATED: Final = frozenset({409, 412})
_BROKEN_LINE: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for the line, for the next piece of an answer, for all of it."""

    connect_s: float = 5.0
    read_s: float = 20.0
    whole_s: float = 30.0


class Remote:
    """A kept-alive line to one online shop; belongs to one thread, but for `abort`."""

    def __init__(
        self,
        address: str,
        *,
        key: str = "",
        authorities: Path | None = None,
        carrier: BaseAdapter | None = None,
    ) -> None:
        """Nothing is sent yet.

        Args:
            address: https, or http to this machine.
            key: sent with every call, to that address only.
            authorities: a file of certificates to trust instead of the system's.
            carrier: carries the calls instead of the network, where the whole town is simulated; its answers are
                judged as any other.
        """
        self.skew: timedelta | None = None
        """How far this machine's clock is ahead of the far end's, by its last whole answer; None before the first."""
        self._address = clean_address(address)
        self._line = _Line()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"Accept": MEDIA_TYPE, "Accept-Encoding": "identity", "User-Agent": "Comptoir"})
        if key:
            self._session.headers["Authorization"] = f"Bearer {key}"
        if carrier is None:
            secure = self._address.startswith("https:")
            carrier = _Adapter(self._line, _tls_context(authorities) if secure else None)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, carrier)

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        patience: Patience | None = None,
        media_type: str = MEDIA_TYPE,
    ) -> bytes:
        """Send a body of a type and give the answer's, which is whole, JSON and not too large.

        Raises:
            Temporary: nobody knows whether the call took effect, or it was asked to wait.
            Rejected: it was understood and refused.
            Suspended: the far end cannot be trusted, or does not trust us.
        """
        limits = patience or Patience()
        with _our_errors():
            request = requests.Request(method, self._address + path, data=body or None)
            if body:
                request.headers["Content-Type"] = media_type
            with self._session.send(
                self._session.prepare_request(request),
                stream=True,
                allow_redirects=False,
                timeout=(limits.connect_s, limits.read_s),
            ) as answer:
                whole = _whole(answer, limits)
                self.skew = _skew(answer.headers, datetime.now(UTC)) or self.skew
                return _checked(answer.status_code, answer.headers, whole)

    def abort(self) -> None:
        """Break off the call on its way, from another thread; it then fails as Temporary, and every later one too."""
        self._line.cut()

    def close(self) -> None:
        """Hang up."""
        self._session.close()


class _Line:
    """The socket in use, so that another thread can cut it."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._is_cut = False

    def take(self, taken: socket.socket | None) -> None:
        self._socket = taken
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        self._is_cut = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(
                    self._socket, socket.SHUT_RDWR
                )  # not SSLSocket's, which the reader would trip on


class _Adapter(HTTPAdapter):
    """requests over connections that show their socket, with our own TLS context and no other authorities."""

    def __init__(self, line: _Line, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._pools = _pools_showing_their_socket(line)
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave the checking to our context; requests would add authorities of its own."""


def _pools_showing_their_socket(line: _Line) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            line.take(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            line.take(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _tls_context(authorities: Path | None) -> ssl.SSLContext:
    """Certificate and host name checked, TLS 1.2 at least; certifi only where the system has no authorities at all."""
    if authorities is not None:
        context = ssl.create_default_context(cafile=str(authorities))
    else:
        context = ssl.create_default_context()
        known = ssl.get_default_verify_paths()
        if known.cafile is None and known.capath is None and not context.cert_store_stats()["x509_ca"]:
            context.load_verify_locations(requests.certs.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _whole(answer: requests.Response, limits: Patience) -> bytes:
    """The answer's body; too much of it, too slowly or encoded is not what an online shop sends."""
    deadline = time.monotonic() + limits.whole_s
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise Temporary(Unsettled.NOT_THE_SHOP)
    body = bytearray()
    while piece := answer.raw.read1(_PIECE_BYTES, decode_content=False):  # what came, however little: it may drip
        body += piece
        if len(body) > ANSWER_LIMIT_BYTES:
            raise Temporary(Unsettled.NOT_THE_SHOP)
        if time.monotonic() > deadline:
            raise Temporary(Unsettled.TIMEOUT)
    return bytes(body)


def _checked(status: int, headers: Mapping[str, str], body: bytes) -> bytes:
    """The body of an answer that counts; any other answer is an error."""
    media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status == 200:
        if media_type != MEDIA_TYPE:
            raise Temporary(Unsettled.NOT_THE_SHOP)
        return body
    raise _refusal(status, headers, _problem(body) if media_type == PROBLEM_MEDIA_TYPE else None)


def _skew(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far a moment of ours is ahead of the answer's date, to the second; None when it tells none."""
    try:
        return now - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError, IndexError):
        return None


def _refusal(status: int, headers: Mapping[str, str], problem: Problem | None) -> SyncError:
    kind = "about:blank" if problem is None else problem.type
    words = "" if problem is None else problem.detail or problem.title
    if kind == "pairing-code":
        return PairingCodeRefused(words, kind)
    if kind == "stale-term":
        return Suspended(Distrust.STALE_TERM)
    if status == 401:
        return SignInNeeded()
    if status == 403:
        return Suspended(Distrust.FORBIDDEN)
    if 300 <= status < 400:
        return Suspended(Distrust.REDIRECT)
    if status in {429, 503}:
        return Temporary(Unsettled.BUSY, _retry_after(headers))
    if status in _REFUSALS and problem is not None:
        is_outdated = status in _OUTDATED or kind == "attempt-reused"
        return Outdated(words, kind) if is_outdated else Rejected(words, kind)
    return Temporary(Unsettled.SERVER_ERROR if status >= 500 else Unsettled.NOT_THE_SHOP)


def _problem(body: bytes) -> Problem | None:
    try:
        return msgspec.json.decode(body, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The wait asked for: seconds, or a moment counted from the answer's own; None when it says nothing clear."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text), 86_400))
    try:
        return max(parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", "")), timedelta())
    except (TypeError, ValueError, IndexError):
        return None


@contextlib.contextmanager
def _our_errors() -> Iterator[None]:
    """Turn every failure of the libraries below into one of ours."""
    try:
        yield
    except requests.exceptions.SSLError as problem:
        raise _tls_trouble(problem) from problem
    except (requests.exceptions.Timeout, urllib3.exceptions.ReadTimeoutError) as problem:
        raise Temporary(Unsettled.TIMEOUT) from problem
    except requests.exceptions.ConnectionError as problem:
        if _within(problem, (ssl.SSLError,)):
            raise _tls_trouble(problem) from problem
        raise Temporary(_line_trouble(problem)) from problem
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as problem:
        raise Temporary(Unsettled.CUT_OFF) from problem


def _tls_trouble(problem: Exception) -> SyncError:
    """A certificate that does not hold is distrusted; a line that broke during the greeting only failed."""
    if _within(problem, (ssl.SSLCertVerificationError,)) or not _within(problem, (*_BROKEN_LINE, TimeoutError)):
        return Suspended(Distrust.TLS)
    return Temporary(Unsettled.CUT_OFF)


def _line_trouble(problem: Exception) -> Unsettled:
    if _within(problem, (urllib3.exceptions.NewConnectionError,)):
        return Unsettled.UNREACHABLE
    return Unsettled.TIMEOUT if _within(problem, (urllib3.exceptions.TimeoutError,)) else Unsettled.CUT_OFF


def _within(problem: BaseException, kinds: tuple[type[BaseException], ...]) -> bool:
    """Whether an error is, or was made from, one of these kinds; libraries hide causes in several places."""
    waiting: list[Any] = [problem]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        if isinstance(one, kinds):
            return True
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return False
