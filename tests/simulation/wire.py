"""The line between one till and the town: real requests and real answers, and everything a line does to them.

It stands where requests' own adapter stands, so all that `sync.http` and the connector make of an answer is the real
thing; only the socket is missing. While a call is on its way, life goes on (`meanwhile`): something is sold, or the
power goes.
"""

from __future__ import annotations

import io
import random
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from tests.simulation.trace import Trace

HTML = {"Content-Type": "text/html; charset=utf-8"}
PROBLEM = {"Content-Type": "application/problem+json"}
JSON = {"Content-Type": "application/json"}


class Fault(StrEnum):
    """What the line does to one call."""

    REFUSED = "no way there"
    LOST_BEFORE = "lost before it was heard"
    ANSWER_LOST = "answer lost after the commit"
    TWICE = "delivered twice"
    LATE = "delivered long after the till gave up"
    TRUNCATED = "answer cut off in the middle"
    HALF_JSON = "half an answer that says it is whole"
    TOO_MANY = "429"
    CLOSED = "503"
    BROKEN_BEFORE = "500 before"
    BROKEN_AFTER = "502 after the commit"
    PORTAL = "captive portal"
    PORTAL_JSON = "portal that speaks JSON"
    OTHER_ANSWER = "the answer to another call"
    REDIRECT = "redirect"
    TLS = "TLS failure"
    FORBIDDEN = "403"


TOLD_TO_A_PERSON = frozenset({Fault.REDIRECT, Fault.TLS, Fault.FORBIDDEN})


class Call(NamedTuple):
    """A request as it stands on the wire."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Its address without the host."""
        return urlsplit(self.url).path


class Answer(NamedTuple):
    """An answer as it stands on the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Hear = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad a line is: the share of calls that something happens to, and what may."""

    share: float = 0.0
    faults: tuple[Fault, ...] = tuple(Fault)


class Wire(BaseAdapter):
    """One till's line (an adapter of requests); `weather` may change at any time."""

    def __init__(
        self,
        hear: Hear,
        chance: random.Random,
        trace: Trace,
        meanwhile: Callable[[Call], None],
        hold_back: Callable[[Call], None],
    ) -> None:
        super().__init__()
        self.weather = Weather()
        self._hear = hear
        self._chance = chance
        self._trace = trace
        self._meanwhile = meanwhile
        self._hold_back = hold_back
        self._last: dict[str, Answer] = {}

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Carry one call there and its answer back, or not."""
        body = request.body if isinstance(request.body, bytes) else b""
        call = Call(request.method or "", request.url or "", dict(request.headers), body)
        fault = self._fault()
        if fault is not None:
            self._trace.note("fault", f"{fault}: {call.method} {call.path}")
            self._trace.counts[f"fault: {fault}"] += 1
        self._meanwhile(call)
        answer = self._carried(call, fault)
        self._meanwhile(call)
        return _response(request, answer)

    def close(self) -> None:
        """Nothing was opened."""

    def _fault(self) -> Fault | None:
        weather = self.weather
        return self._chance.choice(weather.faults) if self._chance.random() < weather.share else None

    def _carried(self, call: Call, fault: Fault | None) -> Answer:
        match fault:
            case Fault.REFUSED:
                raise requests.ConnectionError("no way there")
            case Fault.TLS:
                refusal = ssl.SSLCertVerificationError("another certificate")
                raise requests.exceptions.SSLError(refusal) from refusal
            case Fault.LOST_BEFORE:
                raise requests.ReadTimeout("nothing came")
            case Fault.LATE:
                self._hold_back(call)
                raise requests.ReadTimeout("nothing came")
            case Fault.TWICE:
                self._hear(call)
            case None | Fault.ANSWER_LOST | Fault.TRUNCATED | Fault.HALF_JSON | Fault.BROKEN_AFTER | Fault.OTHER_ANSWER:
                pass
            case _:
                return self._instead(fault)
        return self._spoilt(call, self._hear(call), fault)

    def _spoilt(self, call: Call, answer: Answer, fault: Fault | None) -> Answer:
        """What became of the answer on its way back."""
        before = self._last.get(call.path)
        self._last[call.path] = answer
        match fault:
            case Fault.ANSWER_LOST:
                raise requests.ConnectionError("the line broke")
            case Fault.TRUNCATED:
                raise requests.exceptions.ChunkedEncodingError("cut off")
            case Fault.HALF_JSON:
                return answer._replace(body=answer.body[: self._chance.randrange(len(answer.body) or 1)])
            case Fault.BROKEN_AFTER:
                return Answer(502, HTML, b"<h1>Bad gateway</h1>")
            case Fault.OTHER_ANSWER if before is not None:
                return before
        return answer

    def _instead(self, fault: Fault) -> Answer:
        """What somebody else says in the catalogue's place."""
        wait = {"Retry-After": str(self._chance.choice((1, 7, 60, 900)))}
        moment = {"Date": "Mon, 23 Nov 2026 11:00:00 GMT", "Retry-After": "Mon, 23 Nov 2026 11:02:00 GMT"}
        return {
            Fault.TOO_MANY: Answer(429, PROBLEM | wait, b'{"type":"too-many-calls","title":"t","status":429}'),
            Fault.CLOSED: Answer(503, HTML | self._chance.choice((wait, moment, {})), b"<h1>Back soon</h1>"),
            Fault.BROKEN_BEFORE: Answer(500, HTML, b"<h1>Error</h1>"),
            Fault.PORTAL: Answer(200, HTML, b"<h1>Accept our terms</h1>"),
            Fault.PORTAL_JSON: Answer(200, JSON, b'{"login": "https://portal.example"}'),
            Fault.REDIRECT: Answer(302, {"Location": "https://elsewhere.example/"}, b""),
            Fault.FORBIDDEN: Answer(403, HTML, b"<h1>Forbidden</h1>"),
        }[fault]


def _response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    response = requests.Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(answer.headers)
    response.raw = HTTPResponse(io.BytesIO(answer.body), status=answer.status, preload_content=False)
    response.request = request
    response.url = request.url or ""
    return response
