"""Where an address is: by the places of the town, where it has any."""

from sync.catalogue.folding import fold
from sync.catalogue.models import Place


def located(street: str, postcode: str, city: str) -> tuple[float, float] | None:
    """Return the coordinates of an address that the town's places know beyond doubt, else None.

    A place is an address where every word of its label stands in the address; the town's name or postcode may be left
    out on either side, the number and the street may not.
    """
    wanted = fold(street)
    if not wanted:
        return None
    around = set(fold(f"{postcode} {city}").split())
    found = Place.objects.filter(folded__startswith=wanted)[:20]
    exact = [one for one in found if set(one.folded.removeprefix(wanted).split()) <= around]
    return (exact[0].latitude, exact[0].longitude) if exact else None
