"""The verdict in big says how much of an order is explained by the journal itself."""

from __future__ import annotations

import pytest

from pos.fiscal.verify import Report
from pos.wording import Wording
from ui.inspector.verdict import verdict_words


@pytest.mark.parametrize(
    ("codes", "french"),
    [
        ((), "Conforme"),
        (("restored",), "Conforme, 1 fait expliqué"),
        (("restored", "restored"), "Conforme, 2 faits expliqués"),
        (("restored", "lost_key"), "À expliquer"),
        (("restored", "gap"), "Non conforme"),
    ],
)
def test_a_restore_leaves_it_in_order_and_is_counted(codes: tuple[str, ...], french: str) -> None:
    report = Report()
    for seq, code in enumerate(codes, 1):
        report.find(code, seq, "journal")

    assert verdict_words(report, Wording("fr")) == french
