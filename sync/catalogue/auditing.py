"""Who did what here: one line a deed, written in the deed's own transaction, kept for a year and never changed.

A line names an officer by mail address, a till by `till NAME` and whoever typed a command by `command`. What shoppers
wrote, passwords, keys and codes never come into one.
"""

import unicodedata

from sync.catalogue.models import AuditLine, Shop

COMMAND = "command"
KEPT_MS = 366 * 24 * 3600 * 1000
_ACTOR_LENGTH, _DEED_LENGTH, _DETAIL_LENGTH = 200, 64, 1000


def note(actor: str, deed: str, *, shop: Shop | None = None, detail: str = "", now_ms: int) -> None:
    """Write down that somebody did something; call it in the transaction of the deed.

    Args:
        actor: an officer's mail address, `by_till`, or COMMAND.
        deed: the deed in one word or a few, the same ones every time: `shop hidden`.
        shop: whose it is, where it is one shop's.
        detail: what else is worth knowing, in a few words; no shopper's data, no secret.
        now_ms: this moment on the catalogue's clock.
    """
    AuditLine.objects.create(
        at_ms=now_ms,
        actor=_plain(actor)[:_ACTOR_LENGTH],
        deed=_plain(deed)[:_DEED_LENGTH],
        shop=shop,
        detail=_plain(detail)[:_DETAIL_LENGTH],
    )


def by_till(till_name: str) -> str:
    """Name a till as an actor."""
    return f"till {till_name}"


def forget_old(now_ms: int) -> None:
    """Forget the lines that are more than a year old."""
    AuditLine.objects.filter(at_ms__lt=now_ms - KEPT_MS).delete()


def _plain(text: str) -> str:
    """Return a text on one line, without what hides or breaks it."""
    return " ".join("".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text).split())
