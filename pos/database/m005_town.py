"""The fifth step of the schema: what the window says beside its stock, and what shoppers ask."""

from __future__ import annotations

from typing import Final

WINDOW: Final = """
"""

QUESTIONS: Final = """
"""
