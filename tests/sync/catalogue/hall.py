"""An officer at a browser, in the test's own process: pages are opened and forms sent as a browser sends them."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from sync.catalogue.models import Officer
from sync.catalogue.officers import accounts
from tests.sync.catalogue.calls import Town
from tests.sync.catalogue.hall_browser import MAIL, NAME, PASSWORD

__all__ = ["MAIL", "NAME", "PASSWORD", "Browser", "officer", "signed_in"]

_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


class Browser:
    """A browser with its cookies; forms carry the token of the page that was opened last."""

    def __init__(self, town: Town, address: str = "192.0.2.1") -> None:
        self.town = town
        self.client = Client(SERVER_NAME="localhost", REMOTE_ADDR=address, raise_request_exception=True)
        self.token = ""

    def open(self, path: str, status: int = 200, language: str = "en") -> str:
        """Open a page, and remember the token of its forms."""
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, (path, answer.status_code, answer.headers)
        return self._read(answer)

    def send(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        """Send a form."""
        content = {"token": self.token, **(fields or {})}
        answer = self.client.post(path, content, headers={"Accept-Language": "en", **headers})
        self._read(answer)
        return answer

    def sign_in(self, mail: str = MAIL, password: str = PASSWORD, then: str = "") -> HttpResponse:
        """Open the page to sign in, and send it."""
        self.open(f"/mairie/entrer/?vers={then}")
        return self.send("/mairie/entrer/", {"mail": mail, "password": password, "vers": then})

    @property
    def cookie(self) -> str:
        return str(self.client.cookies["mairie"].value)

    def _read(self, answer: HttpResponse) -> str:
        text = str(answer.content.decode()) if answer.headers.get("Content-Type", "").startswith("text/") else ""
        found = _TOKEN.search(text)
        if found:
            self.token = found[1]
        return text


def officer(town: Town, mail: str = MAIL, name: str = NAME, password: str = PASSWORD) -> Officer:
    """Make an account with a password."""
    made = accounts.add(mail, name, actor="command", now_ms=town.now_ms)
    accounts.choose_password(made, password, actor="command", now_ms=town.now_ms)
    return made


def signed_in(town: Town) -> Browser:
    """Return a browser with an officer signed in, on the first page."""
    if not Officer.objects.filter(mail=MAIL).exists():
        officer(town)
    browser = Browser(town)
    answer = browser.sign_in()
    assert answer.status_code == 303, answer.content
    browser.open("/mairie/")
    return browser
