"""Calls made by schemathesis from the OpenAPI document, sent to a running catalogue with the key of a real till."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sync import protocol, window_protocol
from tests.sync.catalogue.picture_files import photo_file
from tests.sync.catalogue.tills import TIMEOUT_S, Till

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_TRUE_EVERY = 4
_MOST_TOLD = 20


@dataclass
class Found:
    """What was answered, by call, and what was answered against the document."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    wrongs: Counter[str] = field(default_factory=Counter)

    @property
    def requests(self) -> int:
        """How many calls were made."""
        return sum(counted.total() for counted in self.answers.values())

    def figures(self) -> dict[str, object]:
        """Say it all in a form that is written down."""
        statuses: Counter[int] = sum(self.answers.values(), Counter())
        return {
            "requests": self.requests,
            "statuses": {str(status): count for status, count in sorted(statuses.items())},
            "calls": {call: {str(one): n for one, n in sorted(c.items())} for call, c in self.answers.items()},
            "wrong": sum(self.wrongs.values()),
            "wrongs": dict(self.wrongs.most_common(_MOST_TOLD)),
        }


@dataclass
class World:
    """What calls are about in the catalogue: a till, and the things of its shop."""

    url: str
    till: Till
    order: str
    question: str
    other_shop: str

    def make_plausible(self, body: Any, chance: random.Random) -> None:
        """Put true things into three of four messages: a call with a wrong term comes no further than its term."""
        if not isinstance(body, dict) or chance.randrange(_TRUE_EVERY) == 0:
            return
        known = {"term": self.till.joined.term, "order": self.order, "question": self.question, "shop": self.other_shop}
        body |= {name: value for name, value in known.items() if name in body}
        rows = body.get("rows")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and "product" in row:
                row["product"] = "coffee"

    def heard(self, answer: bytes, path: str) -> None:
        """Go on under a term that was granted."""
        if path == "/term":
            joined = msgspec.json.decode(answer, type=protocol.TermReply)
            self.till.joined = msgspec.structs.replace(self.till.joined, term=joined.term)


def ask(world: World, *, requests_in_all: int, start: int) -> Found:
    """Make so many calls: of each kind as many, half of them as described and half of them not."""
    described = requests.get(f"{world.url}/api/v1/openapi.json", timeout=TIMEOUT_S).json()
    operations = [one.ok() for one in schemathesis.openapi.from_dict(described).get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    each = max(1, requests_in_all // (len(operations) * len(modes)))
    found = Found()
    with requests.Session() as session:
        for operation in operations:
            for mode in modes:
                _ask_of_one(world, operation, mode, session, found, (each, start))
    return found


def _ask_of_one(
    world: World, operation: Any, mode: GenerationMode, session: requests.Session, found: Found, how: tuple[int, int]
) -> None:
    each, start = how
    chance = random.Random(f"{start} {operation.label} {mode}")
    answers = found.answers.setdefault(operation.label, Counter())

    def once(case: Any) -> None:
        answer = _sent(world, case, session, chance)
        answers[answer.status_code] += 1
        found.wrongs.update(f"{operation.label}: {wrong}" for wrong in _wrongs(case, answer))
        if answer.status_code == requests.codes.ok:
            world.heard(answer.content, operation.path)

    tried = given(case=operation.as_strategy(generation_mode=mode))(once)
    how_often = settings(max_examples=each, database=None, deadline=None, phases=[Phase.generate], **_UNHURRIED)
    with suppress(Unsatisfiable):  # nothing about it can be broken
        seed(start)(how_often(tried))()


_UNHURRIED: dict[str, Any] = {"suppress_health_check": list(HealthCheck)}


def _sent(world: World, case: Any, session: requests.Session, chance: random.Random) -> Any:
    world.make_plausible(case.body, chance)
    headers = {"Authorization": f"Bearer {world.till.joined.key}"}
    if chance.randrange(_TRUE_EVERY):
        case.headers.pop("Authorization", None)  # a wrong key comes no further than the door
    if case.operation.path == "/photos/{photo_hash}" and chance.randrange(_TRUE_EVERY):
        data = photo_file(40, 30, colour=tuple(chance.randbytes(3)))
        case.body, case.media_type = data, window_protocol.PHOTO_MEDIA_TYPES[0]
        case.path_parameters = {"photo_hash": hashlib.sha256(data).hexdigest()}
    return case.call(f"{world.url}/api/v1", session=session, headers=headers, timeout=TIMEOUT_S)


def _wrongs(case: Any, answer: Any) -> list[str]:
    try:
        case.validate_response(answer, checks=_CHECKS)
    except (Failure, ExceptionGroup) as problem:
        parts = problem.exceptions if isinstance(problem, ExceptionGroup) else [problem]
        return [f"{answer.status_code} {type(one).__name__}: {str(one)[:300]}" for one in parts]
    return []
