"""The mail server of the town: how its address is read, and how a mail is handed to it."""

import smtplib
import ssl
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"smtp": 587, "smtps": 465}
_LOCAL_PORT = 25
TIMEOUT_S = 20


class MailServerWrong(Exception):
    """CATALOGUE_SMTP_URL names no mail server; the address itself is not kept: it holds a password."""


class LetterRefused(Exception):
    """The server will never take this letter: its recipient, or what it says. `code` is the server's."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class ServerInTrouble(Exception):
    """The server cannot be reached, or takes nothing at the moment; `reason` names no address and no password.

    is_whole says that the other letters would fare no better now.
    """

    def __init__(self, reason: str, *, is_whole: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_whole = is_whole


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed over, and by which name; the whole way is enciphered unless it ends on this machine."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str = field(repr=False)

    @property
    def is_here(self) -> bool:
        """Claim that nothing of a mail leaves this machine on the way to the server."""
        return self.host in _THIS_MACHINE


def server_from(url: str) -> MailServer:
    """Read smtp://user:password@host:port (STARTTLS, but for this machine) or smtps://… (TLS from the start).

    Raises:
        MailServerWrong: it is not of that form.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise MailServerWrong from error
    if parts.scheme not in _PORTS or not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise MailServerWrong
    usual = _LOCAL_PORT if host in _THIS_MACHINE and parts.scheme == "smtp" else _PORTS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host, port or usual, parts.scheme == "smtps", user, password)


class Line:
    """An open line to the server: a context manager that hands over one mail after the other."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Reach the server and sign in.

        Raises:
            ServerInTrouble: it cannot be reached, cannot prove who it is, or does not let us in.
        """
        try:
            self._open()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise ServerInTrouble(_named(error)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Hang up."""
        self._hang_up()

    def hand_over(self, mail: bytes, *, sender: str, recipient: str) -> None:
        """Hand a mail over; once this returns it is the server's.

        Raises:
            LetterRefused: the server refuses it for good.
            ServerInTrouble: it may be tried again.
        """
        assert self._smtp is not None
        try:
            self._smtp.sendmail(sender, [recipient], mail)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _judged(next(code for code, _ in refused.recipients.values())) from refused
        except smtplib.SMTPSenderRefused as refused:  # it is us whom it will not have, not this letter
            raise ServerInTrouble(f"sender refused {refused.smtp_code}") from refused
        except smtplib.SMTPDataError as refused:
            raise _judged(refused.smtp_code) from refused
        except (OSError, smtplib.SMTPException) as error:
            raise ServerInTrouble(_named(error)) from error

    def _open(self) -> None:
        server, context = self._server, ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if server.is_tls:
            self._smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
        else:
            self._smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
            if not server.is_here:
                self._smtp.starttls(context=context)
        if server.user:
            self._smtp.login(server.user, server.password)

    def _hang_up(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
            self._smtp = None


def _judged(code: int) -> LetterRefused | ServerInTrouble:
    """Tell a refusal for good from one for now (RFC 5321, 4.2.1)."""
    if 500 <= code < 600:
        return LetterRefused(code)
    return ServerInTrouble(f"put off {code}", is_whole=False)


def _named(error: Exception) -> str:
    """Name a trouble without what it may quote."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{type(error).__name__} {error.verify_code}"
    return type(error).__name__
