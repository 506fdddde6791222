"""The line: every failure is one of our errors, and nothing secret goes where it should not."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from sync.errors import Distrust, Rejected, SignInNeeded, Suspended, SyncError, Temporary, Unsettled
from sync.http import Patience, Remote
from tests.sync.fault_server import RETRY_AFTER_S, Fault, FaultServer
from tests.sync.pretend_catalogue import Answered, Asked

KEY = "canary-key"
JSON = "application/json"
PROBLEM = "application/problem+json"


def fine(asked: Asked) -> Answered:
    return Answered(200, JSON, b'{"well": true}')


@pytest.fixture
def server() -> Iterator[FaultServer]:
    listening = FaultServer(fine)
    yield listening
    listening.stop()


def call(server: FaultServer, *, authorities: Path | None = None, patience: Patience | None = None) -> bytes:
    remote = Remote(server.url, key=KEY, authorities=authorities)
    try:
        return remote.call("PUT", "/api/v1/levels", b"{}", patience=patience)
    finally:
        remote.close()


def trouble(server: FaultServer, **options: Any) -> SyncError:
    with pytest.raises(SyncError) as raised:
        call(server, **options)
    return raised.value


def test_a_call_arrives_whole_with_its_key(server: FaultServer) -> None:
    assert call(server) == b'{"well": true}'
    assert server.heard == [Asked("PUT", "/api/v1/levels", KEY, b"{}")]


def test_calls_share_one_kept_alive_line(server: FaultServer) -> None:
    remote = Remote(server.url)
    for _ in range(5):
        remote.call("POST", "/x", b"{}")
    remote.close()

    assert server.greetings == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.NOT_HEARD, Unsettled.CUT_OFF),
        (Fault.ANSWER_LOST, Unsettled.CUT_OFF),
        (Fault.TRUNCATED, Unsettled.CUT_OFF),
        (Fault.SERVER_ERROR, Unsettled.SERVER_ERROR),
        (Fault.CAPTIVE_PORTAL, Unsettled.NOT_THE_SHOP),
        (Fault.HUGE, Unsettled.NOT_THE_SHOP),
        (Fault.TOO_MANY_CALLS, Unsettled.BUSY),
        (Fault.CLOSED_FOR_NOW, Unsettled.BUSY),
    ],
)
def test_what_may_have_arrived_is_unsettled(server: FaultServer, fault: Fault, reason: Unsettled) -> None:
    server.misbehave(fault)

    found = trouble(server)

    assert isinstance(found, Temporary)
    assert found.reason is reason
    assert found.wait == (timedelta(seconds=RETRY_AFTER_S) if reason is Unsettled.BUSY else None)


def test_a_redirect_is_not_followed(server: FaultServer) -> None:
    elsewhere = FaultServer(fine)
    server.answer = lambda _: Answered(307, "text/html", b"", (("Location", elsewhere.url + "/take"),))

    found = trouble(server)
    elsewhere.stop()

    assert isinstance(found, Suspended)
    assert found.reason is Distrust.REDIRECT
    assert elsewhere.heard == []


@pytest.mark.parametrize(
    ("answered", "kind", "reason"),
    [
        (Answered(401, PROBLEM, b""), SignInNeeded, Distrust.SIGN_IN),
        (Answered(403, "text/html", b""), Suspended, Distrust.FORBIDDEN),
        (
            Answered(409, PROBLEM, b'{"type":"stale-term","title":"t","status":409}'),
            Suspended,
            Distrust.STALE_TERM,
        ),
        (Answered(400, PROBLEM, b'{"type":"bad-message","title":"t","status":400,"detail":"why"}'), Rejected, "why"),
        (Answered(413, PROBLEM, b'{"type":"too-large","title":"long","status":413}'), Rejected, "long"),
        (Answered(404, "text/html", b"<h1>nothing here</h1>"), Temporary, Unsettled.NOT_THE_SHOP),
        (Answered(404, PROBLEM, b"<h1>nothing here</h1>"), Temporary, Unsettled.NOT_THE_SHOP),
        (Answered(204, JSON, b""), Temporary, Unsettled.NOT_THE_SHOP),
        (Answered(201, JSON, b"{}"), Temporary, Unsettled.NOT_THE_SHOP),
        (Answered(503, JSON, b""), Temporary, Unsettled.BUSY),
        (Answered(502, "text/html", b""), Temporary, Unsettled.SERVER_ERROR),
        (
            Answered(200, JSON, b"\x1f\x8b", (("Content-Encoding", "gzip"),)),
            Temporary,
            Unsettled.NOT_THE_SHOP,
        ),
    ],
)
def test_every_refusal_is_one_of_ours(
    server: FaultServer, answered: Answered, kind: type[SyncError], reason: object
) -> None:
    server.answer = lambda _: answered

    found = trouble(server)

    assert type(found) is kind
    assert getattr(found, "reason", None) == reason


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ((("Retry-After", "120"),), timedelta(minutes=2)),
        ((("Retry-After", "0"),), timedelta()),
        ((("Retry-After", "99999999999"),), timedelta(days=1)),
        ((("Retry-After", "soon"),), None),
        ((("Retry-After", "-5"),), None),
        ((), None),
    ],
)
def test_a_wait_is_read_where_it_is_clear(
    server: FaultServer, headers: tuple[tuple[str, str], ...], wait: timedelta | None
) -> None:
    server.answer = lambda _: Answered(429, PROBLEM, b"", headers)

    found = trouble(server)

    assert isinstance(found, Temporary)
    assert found.wait == wait


def test_a_wait_until_a_moment_is_counted_by_the_far_ends_clock(server: FaultServer) -> None:
    then = (datetime.now(UTC) + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.answer = lambda _: Answered(503, PROBLEM, b"", (("Retry-After", then),))

    found = trouble(server)

    assert isinstance(found, Temporary)
    assert found.wait is not None
    assert timedelta(seconds=85) < found.wait < timedelta(seconds=95)


def test_nobody_listens(server: FaultServer) -> None:
    server.stop()

    found = trouble(server)

    assert isinstance(found, Temporary)
    assert found.reason is Unsettled.UNREACHABLE


def test_an_answer_that_does_not_come_is_not_waited_for_for_ever(server: FaultServer) -> None:
    server.misbehave(Fault.SLOW)

    found = trouble(server, patience=Patience(read_s=0.1))

    assert isinstance(found, Temporary)
    assert found.reason is Unsettled.TIMEOUT
    server.behave()


def test_an_answer_that_only_drips_is_not_waited_for_for_ever() -> None:
    far_end = _Raw(_drip)
    began = time.monotonic()
    remote = Remote(far_end.url)

    with pytest.raises(Temporary) as raised:
        remote.call("GET", "/", patience=Patience(read_s=2, whole_s=0.3))
    remote.close()
    far_end.stop()

    assert raised.value.reason is Unsettled.TIMEOUT
    assert time.monotonic() - began < 2


def test_a_call_on_its_way_can_be_broken_off_from_another_thread(server: FaultServer) -> None:
    server.misbehave(Fault.SLOW)
    remote = Remote(server.url)
    threading.Timer(0.1, remote.abort).start()
    began = time.monotonic()

    with pytest.raises(Temporary):
        remote.call("GET", "/")

    assert time.monotonic() - began < 2
    server.behave()
    with pytest.raises(Temporary):
        remote.call("GET", "/")
    remote.close()


def test_neither_proxies_nor_netrc_of_the_machine_are_used(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")

    assert call(server)
    assert server.heard[0].key == KEY


class Authority:
    """An authority of the test's own, and servers with certificates of it."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA()
        self.file = folder / "authority.pem"
        self.ca.cert_pem.write_to_path(str(self.file))

    def server(
        self, name: str = "localhost", change: Callable[[ssl.SSLContext], None] | None = None, **how: Any
    ) -> FaultServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(name, **how).configure_cert(context)
        if change is not None:
            change(context)
        return FaultServer(fine, tls=context)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_a_far_end_that_proves_who_it_is_is_spoken_to(authority: Authority) -> None:
    server = authority.server()

    assert call(server, authorities=authority.file) == b'{"well": true}'
    server.stop()


def _only_old(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3


@pytest.mark.parametrize("what", ["stranger", "the system's authorities only", "wrong host", "expired", "old TLS"])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning", "ignore:ssl.OP_NO:DeprecationWarning")
def test_a_far_end_that_does_not_prove_who_it_is_hears_nothing(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory, what: str
) -> None:
    other = Authority(tmp_path_factory.mktemp("other"))
    servers: dict[str, Callable[[], FaultServer]] = {
        "stranger": other.server,
        "the system's authorities only": authority.server,
        "wrong host": lambda: authority.server("elsewhere.example"),
        "expired": lambda: authority.server(not_after=datetime(2020, 1, 1, tzinfo=UTC)),
        "old TLS": lambda: authority.server(change=_only_old),
    }
    server = servers[what]()

    found = trouble(server, authorities=None if what.startswith("the system") else authority.file)
    server.stop()

    assert isinstance(found, Suspended)
    assert found.reason is Distrust.TLS
    assert server.heard == []


def test_no_authorities_but_the_systems_are_trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(authority.file))
    server = authority.server()

    found = trouble(server)
    server.stop()

    assert isinstance(found, Suspended)
    assert server.heard == []


def test_a_portal_that_answers_in_plain_words_on_the_secure_port_hears_nothing() -> None:
    far_end = _Raw(lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    remote = Remote(far_end.url.replace("http:", "https:"), key=KEY)

    with pytest.raises(Suspended) as raised:
        remote.call("GET", "/")
    remote.close()
    far_end.stop()

    assert raised.value.reason is Distrust.TLS
    assert KEY.encode() not in far_end.heard


def test_a_line_that_breaks_during_the_greeting_only_failed() -> None:
    far_end = _Raw(lambda line: None)
    remote = Remote(far_end.url.replace("http:", "https:"), key=KEY)

    with pytest.raises(Temporary) as raised:
        remote.call("GET", "/")
    remote.close()
    far_end.stop()

    assert raised.value.reason is Unsettled.CUT_OFF


def _drip(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(40):
        line.sendall(b" " * 1000)
        time.sleep(0.05)


class _Raw:
    """Something that listens, hears the first bytes, and says what it likes."""

    def __init__(self, say: Callable[[socket.socket], None]) -> None:
        self.heard = b""
        self._say = say
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        with line:
            self.heard += line.recv(65_536)
            try:
                self._say(line)
                line.settimeout(0.2)
                self.heard += line.recv(65_536)
            except OSError:
                return

    def stop(self) -> None:
        """Wait until it has said everything."""
        self._thread.join(5)
        self._listening.close()
