"""Amounts a law sets: each names its source and the day it began."""

from __future__ import annotations

import json

import resources
from pos.exchange.legal_amounts import LegalAmount


def test_every_amount_names_its_source_and_its_first_day() -> None:
    amounts = json.loads(resources.path("law", "amounts.json").read_text(encoding="utf-8"))["FR"]

    assert {one["name"] for one in amounts} == set(LegalAmount)
    assert all(one["source"] and one["valid_from"] for one in amounts)
