"""Refusals: what goes wrong in a call, as values, and how they are told (RFC 9457)."""

from collections.abc import Mapping

import msgspec
from django.http import HttpResponse

from sync.protocol import PROBLEM_MEDIA_TYPE, Problem


class CallRefused(Exception):
    """A call that is answered with a problem, and changes nothing."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.type, problem.detail)
        self.problem = problem
        self.headers = headers or {}


def bad_message(detail: str) -> CallRefused:
    """The body is not what this call takes."""
    return CallRefused(Problem("bad-message", "The message cannot be read", 400, detail))


def not_signed_in() -> CallRefused:
    """There is no key, or none that the catalogue knows."""
    problem = Problem("not-signed-in", "This till has no key here", 401, "Pair the till with a new code.")
    return CallRefused(problem, {"WWW-Authenticate": "Bearer"})


def pairing_code_refused() -> CallRefused:
    """The code is unknown, used or too old; which of them is nobody's business."""
    detail = "The code is wrong, was used already or is more than a day old. Ask for a new one."
    return CallRefused(Problem("pairing-code", "This code does not open", 403, detail))


def wrong_media_type(expected: str) -> CallRefused:
    """The body is of another type than JSON."""
    return CallRefused(Problem("bad-message", "The message is of the wrong type", 415, f"Send {expected}."))


def too_large(limit_bytes: int) -> CallRefused:
    """The body is longer than the wire allows."""
    detail = f"A message holds at most {limit_bytes} bytes: send fewer rows."
    return CallRefused(Problem("too-large", "The message is too long", 413, detail))


def stale_term(given: int, held: int) -> CallRefused:
    """Another till publishes for this shop now."""
    detail = f"This till publishes under term {given}; the shop is at term {held}."
    return CallRefused(Problem("stale-term", "Another till publishes for this shop", 409, detail))


def attempt_reused(attempt: str) -> CallRefused:
    """The attempt was answered before, for another body."""
    detail = f"Attempt {attempt} was answered before, for another message."
    return CallRefused(Problem("attempt-reused", "This attempt had another body", 422, detail))


def no_such_order(order: str) -> CallRefused:
    """The reservation is not one of this shop's."""
    detail = f"This shop has no reservation {order}."
    return CallRefused(Problem("no-such-order", "There is no such reservation", 404, detail))


def too_many_calls(wait_s: int) -> CallRefused:
    """Too many wrong codes of late."""
    problem = Problem("too-many-calls", "Too many tries", 429, f"Try again in {wait_s} seconds.")
    return CallRefused(problem, {"Retry-After": str(wait_s)})


def own_shop() -> CallRefused:
    """A till asks its own shop as if it were another's."""
    return CallRefused(Problem("own-shop", "This is your own shop", 422, "Put it aside on the shelf."))


def not_offered(detail: str) -> CallRefused:
    """A shop does not put aside what another asks for."""
    return CallRefused(Problem("not-offered", "This cannot be put aside there", 422, detail))


def too_few(detail: str) -> CallRefused:
    """A shop has some of what another asks for, but less."""
    return CallRefused(Problem("too-few", "There is not that much to put aside", 422, detail))


def key_reused(key: str) -> CallRefused:
    """The key stands for another wish."""
    detail = f"Key {key} was used before, for something else."
    return CallRefused(Problem("key-reused", "This key had another body", 422, detail))


def photo_too_large(limit_bytes: int) -> CallRefused:
    """The picture file is longer than the wire allows."""
    detail = f"A photo holds at most {limit_bytes} bytes: make it smaller."
    return CallRefused(Problem("too-large", "The photo is too large", 413, detail))


def bad_photo(reason: str) -> CallRefused:
    """The file is no picture that a window can show."""
    return CallRefused(Problem("bad-photo", "This photo cannot be shown", 422, f"It was refused: {reason}."))


def photos_full(photos: int, size_bytes: int) -> CallRefused:
    """The shop has no room for more photos."""
    detail = f"A shop keeps at most {photos} photos and {size_bytes} bytes of them here: take some away first."
    return CallRefused(Problem("photos-full", "There is no room for another photo", 422, detail))


def busy(wait_s: int) -> CallRefused:
    """Others are at it: the same call may be made again soon."""
    problem = Problem("busy", "Too much at once", 503, f"Try again in {wait_s} seconds.")
    return CallRefused(problem, {"Retry-After": str(wait_s)})


def plain(status: int, title: str, detail: str = "") -> Problem:
    """A problem that its HTTP status already tells."""
    return Problem("about:blank", title, status, detail)


def tell(problem: Problem, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Answer a call with a problem."""
    response = HttpResponse(
        msgspec.json.encode(problem), status=problem.status, content_type=PROBLEM_MEDIA_TYPE, headers=headers
    )
    response["Cache-Control"] = "no-store"
    return response
