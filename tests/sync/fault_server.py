"""A real HTTP server on loopback that misbehaves on order; what it answers otherwise is somebody else's matter.

server = FaultServer(PretendCatalogue())        or FaultServer(forward_to("http://127.0.0.1:8000"))
server.misbehave(Fault.ANSWER_LOST, Fault.CAPTIVE_PORTAL)      the next calls, in that order
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.sync.pretend_catalogue import Answered, Asked

Answer = Callable[[Asked], Answered]


class Fault(Enum):
    """What goes wrong with one call."""

    NOT_HEARD = auto()  # the line breaks before the catalogue heard anything
    ANSWER_LOST = auto()  # the catalogue took it; the answer never arrives
    DELIVERED_TWICE = auto()  # a proxy on the way repeated the call
    TRUNCATED = auto()  # the answer's length says more than is sent
    HALF_JSON = auto()  # the answer ends in the middle, and says it is whole
    SERVER_ERROR = auto()
    TOO_MANY_CALLS = auto()  # 429 with Retry-After
    CLOSED_FOR_NOW = auto()  # 503 with Retry-After
    CAPTIVE_PORTAL = auto()  # 200 text/html
    PORTAL_JSON = auto()  # 200 and JSON, but of something else
    OTHER_ECHO = auto()  # the answer to another attempt
    OTHER_VERSION = auto()  # the right attempt, but an answer to another version of a row
    FEWER_RESULTS = auto()  # the right attempt, but not all rows are answered
    REDIRECT = auto()
    FORBIDDEN = auto()
    HUGE = auto()  # an answer without an end
    SLOW = auto()  # nothing comes until the test lets it


PASSING = frozenset(Fault) - {Fault.REDIRECT, Fault.FORBIDDEN, Fault.SLOW, Fault.HUGE}
"""Faults after which the till goes on by itself, at once or later."""

RETRY_AFTER_S = 7


class FaultServer:
    """Listens while it is up; every call it got is in `heard`, whatever became of it."""

    def __init__(self, answer: Answer, *, tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.heard: list[Asked] = []
        self.greetings = 0
        self.let_go = threading.Event()
        self._faults: deque[Fault] = deque()
        self._tls = tls
        self._port = 0
        self._server: ThreadingHTTPServer | None = None
        self.start()

    @property
    def url(self) -> str:
        """Where it listens; the same after a restart."""
        return f"{'https' if self._tls else 'http'}://localhost:{self._port}"

    def misbehave(self, *faults: Fault) -> None:
        """The next calls go wrong in this order."""
        self._faults.extend(faults)

    def behave(self) -> None:
        """No call goes wrong any more."""
        self._faults.clear()
        self.let_go.set()

    def start(self) -> None:
        """Listen, on the port of last time."""
        self._server = _Listener(self, self._port, self._tls)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Go away: nobody listens, and lines that were open break."""
        if self._server is not None:
            self.let_go.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None
            self.let_go = threading.Event()

    def next_fault(self) -> Fault | None:
        """What is to go wrong with the call that just came."""
        return self._faults.popleft() if self._faults else None


def forward_to(url: str) -> Answer:
    """Answer as a real catalogue at an address does."""
    host = urlsplit(url).netloc

    def answer(asked: Asked) -> Answered:
        line = http.client.HTTPConnection(host, timeout=20)
        try:
            headers = {"Content-Type": asked.media_type, "Authorization": f"Bearer {asked.key}"}
            line.request(asked.method, asked.path, asked.body or None, headers)
            got = line.getresponse()
            return Answered(got.status, got.headers.get("Content-Type", ""), got.read())
        finally:
            line.close()

    return answer


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, owner: FaultServer, port: int, tls: ssl.SSLContext | None) -> None:
        self.owner = owner
        self._tls = tls
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def get_request(self) -> tuple[Any, Any]:
        line, address = super().get_request()
        self.owner.greetings += 1
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open.add(line)
        return line, address

    def finish_request(self, request: Any, client_address: Any) -> None:
        with contextlib.suppress(OSError):
            if self._tls is None:
                super().finish_request(request, client_address)
                return
            with self._tls.wrap_socket(request, server_side=True) as secure:
                super().finish_request(secure, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for line in list(self._open):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def handle_call(self) -> None:
        owner = self.server.owner
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        asked = Asked(self.command, self.path, key, body, self.headers.get("Content-Type", "application/json"))
        owner.heard.append(asked)
        fault = owner.next_fault()
        if fault is Fault.NOT_HEARD:
            self.close_connection = True
            return
        if fault is Fault.SLOW:
            owner.let_go.wait(60)
        answered = _before(fault) or owner.answer(asked)
        if fault is Fault.DELIVERED_TWICE:
            answered = owner.answer(asked)
        self._send(fault, answered)

    do_GET = do_POST = do_PUT = handle_call  # noqa: N815

    def _send(self, fault: Fault | None, answered: Answered) -> None:
        if fault is Fault.ANSWER_LOST:
            self.close_connection = True
            return
        pieces, length = _after(fault, answered)
        self.send_response(answered.status)
        self.send_header("Content-Type", answered.media_type)
        self.send_header("Content-Length", str(length))
        for name, value in answered.headers:
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            for piece in pieces:
                self.wfile.write(piece)
        self.close_connection = fault in {Fault.TRUNCATED, Fault.HUGE}


def _before(fault: Fault | None) -> Answered | None:
    """What somebody answers who never asks the catalogue."""
    wait = (("Retry-After", str(RETRY_AFTER_S)),)
    problem = "application/problem+json"
    match fault:
        case Fault.SERVER_ERROR:
            return Answered(500, problem, b'{"type":"about:blank","title":"broken","status":500}')
        case Fault.TOO_MANY_CALLS:
            return Answered(429, problem, b'{"type":"too-many-calls","title":"wait","status":429}', wait)
        case Fault.CLOSED_FOR_NOW:
            return Answered(503, "text/html", b"<h1>Back soon</h1>", wait)
        case Fault.CAPTIVE_PORTAL:
            return Answered(200, "text/html; charset=utf-8", b"<h1>Welcome to the hotel's network</h1>")
        case Fault.PORTAL_JSON:
            return Answered(200, "application/json", b'{"status":"please sign in"}')
        case Fault.REDIRECT:
            return Answered(302, "text/html", b"", (("Location", "http://127.0.0.1:9/elsewhere"),))
        case Fault.FORBIDDEN:
            return Answered(403, problem, b'{"type":"about:blank","title":"no","status":403}')
    return None


def _after(fault: Fault | None, answered: Answered) -> tuple[Iterator[bytes], int]:
    """The answer as it leaves, piece by piece, and the length it claims."""
    body = answered.body
    match fault:
        case Fault.TRUNCATED:
            return iter((body[: len(body) // 2],)), len(body)
        case Fault.HALF_JSON:
            body = body[: len(body) // 2]
        case Fault.OTHER_ECHO:
            body = body.replace(b'"attempt":"', b'"attempt":"x', 1).replace(b'"term":', b'"term":9', 1)
        case Fault.OTHER_VERSION:
            body = body.replace(b'"version":', b'"version":9', 1)
        case Fault.FEWER_RESULTS:
            body = re.sub(rb'"results":\[\{[^}]*\},?', b'"results":[', body, count=1)
        case Fault.HUGE:
            return (b" " * 65_536 for _ in range(200)), 65_536 * 200
    return iter((body,)), len(body)
