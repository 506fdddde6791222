"""One answer of each kind, as the catalogue gives it."""

from __future__ import annotations

import socket

from tests.load.calls import READS, Calls

_TRIES = 400


def answers_of(place: str, calls: Calls) -> dict[str, bytes]:
    """Ask a server (host:port) until one call of each kind was answered, and return the bodies by kind."""
    wanted = {*READS, "search", "push"}
    answers: dict[str, bytes] = {}
    for _ in range(_TRIES):
        call = calls.draw({"page": 0.6, "search": 0.2, "push": 0.2})
        if call.kind not in answers:
            answers[call.kind] = _body(place, call.sent)
        if wanted <= answers.keys():
            return answers
    return answers


def _body(place: str, sent: bytes) -> bytes:
    host, _, port = place.partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(sent.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
        answer = bytearray()
        while piece := line.recv(65536):
            answer += piece
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    assert b" 200 " in head.split(b"\r\n")[0], head
    return body
