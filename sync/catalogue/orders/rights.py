"""The window's rights to units that a shop handed to it: granted - returned - consumed, and what is reserved of them.

Every function that writes is called while the row of the shop is held.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from sync.catalogue import rows
from sync.catalogue.models import Escrow


def rights_of(row: Escrow) -> int:
    """Return how many units of a product are the window's."""
    return int(row.granted_milli - row.returned_milli - row.consumed_milli)


def reserved(products: Iterable[int]) -> dict[int, int]:
    """Sum up what is reserved of the units handed over; products that nobody reserved are left out.

    A reservation that ended here keeps its units until the till has heard so: until then its goods may leave the shop
    with it, and who reserved them next would be promised what is gone.
    """
    kept: Counter[int] = Counter()
    for line in rows.promising_lines(products):
        kept[line.product] += line.reserved_milli
    return dict(+kept)


def give_back(products: Iterable[int]) -> None:
    """Return what the shop asked back, as far as nobody has reserved it; a unit that comes free later follows then."""
    wanted = list(products)
    taken = reserved(wanted)
    for row in Escrow.objects.filter(pk__in=wanted):
        free = rights_of(row) - taken.get(row.pk, 0)
        back = min(row.recalled_milli - row.returned_milli, free)
        if back > 0:
            row.returned_milli += back
            row.save(update_fields=["returned_milli"])


def consume(left_milli: Mapping[int, int]) -> None:
    """Take units that left the shop off the rights; what others have reserved stays theirs.

    Call it when the reservation that they left with holds nothing any more. Where no right is left (it had ended, and
    its units were reserved again), the goods came out of the shop's own.
    """
    taken = reserved(left_milli)
    for row in Escrow.objects.filter(pk__in=left_milli.keys()):
        used = min(left_milli[row.pk], rights_of(row) - taken.get(row.pk, 0))
        if used > 0:
            row.consumed_milli += used
            row.save(update_fields=["consumed_milli"])
