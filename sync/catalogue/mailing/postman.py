"""The postman: a thread that sends letters, and does what falls due by the clock alone, until it is stopped."""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connection

from sync.catalogue import clock, tidying
from sync.catalogue.mailing import sending
from sync.catalogue.mailing.message import Sender
from sync.catalogue.mailing.server import MailServer, server_from
from sync.catalogue.models import Town
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.reminding import remind

_LOOK_EVERY_S = 1.0
_ROUND_EVERY_S = 30.0
_TIDY_EVERY_S = 600.0
_AFTER_FAILURE_S = 10.0
_STOP_WITHIN_S = 3.0
_NOBODY = "vitrines@localhost"
"""Who mails come from that only become files."""

_log = logging.getLogger(__name__)


class Postman:
    """Works in a thread of its own with a connection of its own; several at once send nothing twice."""

    def __init__(self) -> None:
        self._server: MailServer | None = server_from(settings.SMTP_URL) if settings.SMTP_URL else None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)
        self._next_round = self._next_tidy = 0.0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; a letter on its way is not waited for long: its claim runs out, and it is sent again."""
        self._stopping.set()
        self._thread.join(_STOP_WITHIN_S)

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = _LOOK_EVERY_S
            try:
                self._look()
            except DatabaseError as error:
                _log.error("The letters cannot be read: %s", error)
                connection.close()
                pause = _AFTER_FAILURE_S
            self._stopping.wait(pause)
        connection.close()

    def _look(self) -> None:
        now = time.monotonic()
        if now >= self._next_round:
            self._next_round = now + _ROUND_EVERY_S
            expire_over(clock.now_ms())
            remind(clock.now_ms())
            tidying.tidy_when_due(clock.now_ms())
        if now >= self._next_tidy:
            self._next_tidy = now + _TIDY_EVERY_S
            sending.tidy(settings.DATA_FOLDER, clock.now_ms())
        while not self._stopping.is_set() and sending.send_due(
            server=self._server, sender=_sender(), data=settings.DATA_FOLDER, clock=clock.now_ms
        ):
            pass


def _sender() -> Sender:
    name = Town.objects.values_list("name", flat=True).get(pk=1)
    return Sender(name, settings.MAIL_FROM or _NOBODY)
