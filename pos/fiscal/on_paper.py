"""What a paper shows of the record it was made from: enough to find it again, and to see that it is the one.

Four characters of the signature, the 3rd, 7th, 13th and 19th of its base64url (RFC 4648 section 5), are read by eye.
The square code says, between stars: FRPOS1, series, number, seq, moment, total in minor units, the first sixteen digits
of the record's hash, and the key's id. All of it is in capitals, so that the code is small.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Final

from pos.domain.money import Money
from pos.fiscal.record import Record, moment

MARK: Final = "FRPOS1"
HASH_DIGITS: Final = 16
_PLACES: Final = (3, 7, 13, 19)


def signature_letters(signature: bytes) -> str:
    """The characters of a signature that stand on paper."""
    written = urlsafe_b64encode(signature).decode()
    return "".join(written[place - 1] for place in _PLACES)


def square_code(record: Record, total: Money) -> str:
    """What the square code of a record's paper says."""
    fields = (
        MARK,
        record.series,
        str(record.number),
        str(record.seq),
        moment(record.at),
        str(total.minor),
        record.hash.hex()[:HASH_DIGITS],
        record.writer.key_id,
    )
    return "*".join(fields).upper()
