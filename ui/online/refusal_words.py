"""Why the catalogue refused a product, in the language of the person at the till.

The catalogue answers in English sentences that are part of its API; those it is known to say are said again in
other words here, any other is shown as it came.
"""

from __future__ import annotations

from typing import Final

from pos.wording import Wording, mark

REASONS: Final = {
    "the product's id holds characters that an address cannot": mark(
        "Its number holds signs that cannot stand in an address."
    ),
    "the currency is not three capital letters": mark("Its currency is not known."),
    "a text holds control characters": mark(
        "Its name, brand, category or code holds signs that cannot be shown. Write it again."
    ),
    "the name is blank": mark("It has no name. Give it one."),
    "the price is not below the lowest of the thirty days before": mark(
        "Its reduced price is not below the lowest the window showed in the 30 days before."
    ),
    "there is no prior price": mark("The price before is not known."),
    "there are as many news as a shop may have": mark("There are as many news as a shop may have."),
    "this photo was never sent": mark("The photo has not arrived yet."),
    "It was refused: the picture is broken.": mark("The photo is damaged. Choose it anew."),
    "unknown product": mark("The catalogue does not know the article yet. Send it again."),
}


def reason_in_words(reason: str, wording: Wording) -> str:
    """The catalogue's reason, translated where it is known."""
    known = REASONS.get(reason)
    if known is not None:
        return wording(known)
    return wording("The catalogue says: “{reason}”").format(reason=reason)
