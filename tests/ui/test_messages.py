"""Every error has words, in both languages, and they show the values it carries."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pos.domain import errors
from pos.domain.errors import ShopError
from pos.domain.hold import Hold, HoldReason
from pos.domain.online_order import OrderState
from pos.domain.shop import ShopFault, ShopField
from pos.wording import Language, Wording
from sync import errors as online
from tests.builders import eur
from ui.error_words import REASONS, WORDS
from ui.messages import explain

VALUES = {
    "due": eur(1625), "paid": eur(1000), "product_id": "p", "name": "Thé", "limit": 10, "typed": "1,2,3",
    "code": "3017620422003", "setting": "lpt1", "part": "kind", "path": Path("/shop.db"), "unknown": "m9",
    "version": "3.40.1", "finding": "page 4", "findings": 3, "device": "receipt", "detail": "x", "kind": "about:blank",
    "address": "http://far.example", "wait": timedelta(seconds=3),
    "person": "Zoé", "period": "2026-11", "day": date(2026, 11, 25),
    "seq": 41, "hold": Hold(HoldReason.BEHIND, 57, 12, 1),
    "from_day": date(2026, 1, 1), "to_day": date(2027, 1, 1),
    "order_id": "o", "number": "R12", "state": OrderState.EXPIRED,
    "question_id": "q",
    "services": eur(3500), "prior": eur(990), "faults": {ShopField.SIRET: ShopFault.SIRET_WRONG},
}  # fmt: skip


def _classes(root: type[ShopError]) -> Iterator[type[ShopError]]:
    yield root
    for kind in root.__subclasses__():
        yield from _classes(kind)


def _every_error() -> list[ShopError]:
    assert errors.Refused in ShopError.__subclasses__()
    assert online.SyncError in ShopError.__subclasses__()
    return [_made(kind, reason) for kind in sorted(set(_classes(ShopError)), key=str) for reason in _reasons(kind)]


def _reasons(kind: type[ShopError]) -> list[str]:
    known = next((REASONS[parent] for parent in kind.__mro__ if parent in REASONS), {})
    return [*known] or ["not today"]


def _made(kind: type[ShopError], reason: str) -> ShopError:
    if kind.__init__ is Exception.__init__:
        return kind()
    wanted = [name for name in inspect.signature(kind).parameters if name not in {"args", "kwargs"}]
    return kind(**{name: reason if name == "reason" else VALUES[name] for name in wanted})


def test_every_error_has_words_of_its_own() -> None:
    assert [kind.__name__ for kind in _classes(ShopError) if kind not in WORDS] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_error_can_be_said(language: Language) -> None:
    wording = Wording(language)

    for error in _every_error():
        message = explain(error, wording)
        assert message.title
        assert message.happened or type(error) is ShopError, type(error)
        assert "{" not in f"{message.title}{message.happened}{message.to_do}", type(error)


def test_the_words_show_what_the_error_carries() -> None:
    message = explain(errors.PaymentShort(due=eur(1625), paid=eur(1000)), Wording("en"))

    assert message.happened == "€10.00 was handed over and €16.25 is due."
    assert message.in_short == "Not enough was paid. Add a payment or correct the amount."


def test_a_reason_is_said_in_words() -> None:
    message = explain(online.Temporary(online.Unsettled.TIMEOUT), Wording("en"))

    assert message.happened == "It did not answer in time."


def test_the_words_of_errors_need_no_window() -> None:
    source = "import sys; import ui.messages, ui.error_words; print('PySide6' in sys.modules)"

    import subprocess
    import sys

    said = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, timeout=60)

    assert said.stdout.strip() == "False"
