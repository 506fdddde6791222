"""What a line that an event tells says of a fresh figure, put together as an open page does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from sync.catalogue import sentences


def fresh(line: Mapping[str, Any], language: str = "en") -> str:
    """The sentence of a figure that is just heard."""
    with override(language):
        return sentences.forms(language)[line["kind"]]["fresh"].replace("{count}", line["count"])
