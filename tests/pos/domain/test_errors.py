"""Errors carry values, and say enough for a log by themselves."""

from __future__ import annotations

import pytest

from pos.domain import errors
from pos.domain.errors import DatabaseError, DeviceError, FileRefused, Refused, ShopError
from tests.builders import eur


def _all(kind: type[ShopError]) -> list[type[ShopError]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in _all(below))]


def test_every_error_of_the_shop_stands_under_one_of_the_trunk() -> None:
    ours = [kind for kind in _all(ShopError) if kind.__module__ == errors.__name__]

    assert all(issubclass(kind, Exception) and kind.__doc__ for kind in ours)
    assert len({kind.__name__ for kind in ours}) == len(ours)


@pytest.mark.parametrize(
    ("raised", "values", "words"),
    [
        (errors.AmountTooLarge(5), {"limit": 5}, "5"),
        (errors.NotAnAmount("12x"), {"typed": "12x"}, "12x"),
        (errors.BarcodeTaken("42", "Savon"), {"code": "42", "name": "Savon"}, "42: Savon"),
        (errors.UnknownProduct("id"), {"product_id": "id"}, "id"),
        (errors.PriceMissing("id", "Savon"), {"product_id": "id", "name": "Savon"}, "Savon"),
        (errors.PaymentShort(due=eur(2), paid=eur(1)), {"due": eur(2), "paid": eur(1)}, "due"),
        (errors.ChangeWithoutCash(due=eur(1), paid=eur(2)), {"due": eur(1), "paid": eur(2)}, "without cash"),
        (errors.CardChanged("id", "Savon"), {"product_id": "id", "name": "Savon"}, "Savon"),
        (errors.PhotoRefused(errors.PhotoFault.DAMAGED), {"reason": "damaged"}, "damaged"),
        (errors.DiskFull("shop.db"), {"path": "shop.db"}, "shop.db"),
        (errors.DatabaseTooNew("shop.db", "m999"), {"path": "shop.db", "unknown": "m999"}, "shop.db"),
        (errors.DatabaseDamaged("shop.db", "page 3"), {"path": "shop.db", "finding": "page 3"}, "shop.db"),
        (errors.SqliteTooOld("shop.db", "3.40"), {"path": "shop.db", "version": "3.40"}, "shop.db"),
        (errors.BackupFailed("copy.db", "torn"), {"path": "copy.db", "finding": "torn"}, "copy.db"),
        (errors.BackupUnsound("copy.db", 3), {"path": "copy.db", "findings": 3}, "copy.db"),
        (errors.FileNotWritten("out.csv", "no room"), {"path": "out.csv", "detail": "no room"}, "out.csv: no room"),
        (DeviceError("drawer"), {"device": "drawer", "detail": ""}, "drawer"),
        (DeviceError("printer", "refused"), {"device": "printer", "detail": "refused"}, "printer: refused"),
        (FileRefused("list.csv", "empty"), {"path": "list.csv", "reason": "empty", "detail": ""}, "list.csv: empty"),
    ],
)
def test_an_error_carries_what_happened(raised: ShopError, values: dict[str, object], words: str) -> None:
    assert {name: getattr(raised, name) for name in values} == values
    assert words in str(raised)


def test_a_rule_is_no_fault_of_the_file() -> None:
    assert not issubclass(Refused, DatabaseError)
    assert not issubclass(DatabaseError, Refused)
