"""Words as a search sees them: without accents, ligatures or capitals."""

from __future__ import annotations

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "’": "'"})


def fold(text: str) -> str:
    """The letters, digits and signs of a text in one plain spelling, blanks collapsed.

    `Bœuf  À L’Ancienne` becomes `boeuf a l'ancienne`. Folded text is only searched, never shown.
    """
    # Taking signs apart can give capitals (№ is No), and small letters can be signs to take apart.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(plain.translate(_LIGATURES).split())
