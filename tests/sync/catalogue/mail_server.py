"""A mail server on this machine for tests: real sockets, real TLS, and it keeps what it took, byte for byte."""

import base64
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Taken:
    """A mail that was taken: by which names it was sent, its bytes, and how the line was then."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    is_enciphered: bool
    login: str


@dataclass
class MailServer:
    """Takes mails until it is closed.

    Args:
        host: an address of this machine.
        context: its certificate; without one it knows no TLS.
        is_tls: whether a line begins with TLS.
        password: what who signs in must say; empty takes anybody.
        answers: what is answered to a recipient, or to the data as a whole ("data"), instead of 250.
        before_taking: called before each mail is acknowledged.
    """

    host: str = "127.0.0.1"
    context: ssl.SSLContext | None = None
    is_tls: bool = False
    password: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    before_taking: Callable[[], object] = lambda: None
    mails: list[Taken] = field(default_factory=list)
    lines: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        self._socket = socket.create_server((self.host, 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Take no more."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def url(self, *, user: str = "") -> str:
        """Its address as CATALOGUE_SMTP_URL says it."""
        who = f"{user}:{self.password}@" if user else ""
        return f"smtp{'s' if self.is_tls else ''}://{who}{self.host}:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.lines += 1
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError):
            if self.is_tls and self.context is not None:
                line = self.context.wrap_socket(line, server_side=True)
            with closing(_Talk(self, line)) as talk:
                talk.run()
        line.close()


class _Talk:
    """One line: what was said on it so far."""

    def __init__(self, server: MailServer, line: socket.socket) -> None:
        self._server, self._line = server, line
        self._file = line.makefile("rb")
        self._sender, self._login = "", ""
        self._recipients: list[str] = []

    def run(self) -> None:
        self._say("220 a server for tests")
        while words := self._file.readline().decode().rstrip("\r\n"):
            command = words.upper()
            if command.startswith("EHLO"):
                self._greet()
            elif command == "STARTTLS":
                self._encipher()
            elif command.startswith("AUTH PLAIN"):
                self._sign_in(words.split(" ")[2])
            elif command.startswith("MAIL FROM:"):
                self._sender = _between(words)
                self._say(self._server.answers.get("sender", "250 ok"))
            elif command.startswith("RCPT TO:"):
                self._recipients.append(_between(words))
                self._say(self._server.answers.get(self._recipients[-1], "250 ok"))
            elif command == "DATA":
                self._take()
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                self._recipients = []
                self._say("250 ok")

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._line.close()

    @property
    def _is_enciphered(self) -> bool:
        return isinstance(self._line, ssl.SSLSocket)

    def _greet(self) -> None:
        offers = ["localhost", "8BITMIME"]
        if self._server.context is not None and not self._is_enciphered:
            offers.append("STARTTLS")
        if self._server.password:
            offers.append("AUTH PLAIN")
        self._say(*(f"250{'-' if one is not offers[-1] else ' '}{one}" for one in offers))

    def _encipher(self) -> None:
        if self._server.context is None:
            self._say("502 not here")
            return
        self._say("220 go on")
        self._line = self._server.context.wrap_socket(self._line, server_side=True)
        self._file = self._line.makefile("rb")

    def _sign_in(self, told: str) -> None:
        _, user, password = base64.b64decode(told).decode().split("\0")
        if password == self._server.password:
            self._login = user
            self._say("235 come in")
        else:
            self._say("535 no")

    def _take(self) -> None:
        self._say("354 go on")
        content = b""
        while (row := self._file.readline()) != b".\r\n":
            content += row[1:] if row.startswith(b".") else row
        self._server.before_taking()
        answer = self._server.answers.get("data", "250 taken")
        if answer.startswith("250"):
            self._server.mails.append(
                Taken(self._sender, tuple(self._recipients), content, self._is_enciphered, self._login)
            )
        self._recipients = []
        self._say(answer)

    def _say(self, *lines: str) -> None:
        self._line.sendall("".join(f"{one}\r\n" for one in lines).encode())


def _between(words: str) -> str:
    return words.partition("<")[2].partition(">")[0]
