"""Coins and notes of the euro, by their worth in cents."""

from __future__ import annotations

from typing import Final

NOTES: Final = (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500)
COINS: Final = (200, 100, 50, 20, 10, 5, 2, 1)
COINS_AND_NOTES: Final = NOTES + COINS
