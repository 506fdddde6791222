"""How far it is, as the crow flies: in metres, and in the words of both languages."""

import math
from dataclasses import dataclass

from sync.catalogue.wording import decimal_number

_EARTH_RADIUS_M = 6_371_008.8
_EXACT_BELOW_M = 1000
_ONE_PLACE_BELOW_M = 10_000


@dataclass(frozen=True)
class Origin:
    """Where distances are counted from, in degrees (WGS 84); `label` is empty for the town's centre."""

    latitude: float
    longitude: float
    label: str = ""


def metres(a_latitude: float, a_longitude: float, b_latitude: float, b_longitude: float) -> int:
    """Return the distance between two points given in degrees, rounded to a metre."""
    from_north, to_north = math.radians(a_latitude), math.radians(b_latitude)
    north, east = to_north - from_north, math.radians(b_longitude - a_longitude)
    chord = math.sin(north / 2) ** 2 + math.cos(from_north) * math.cos(to_north) * math.sin(east / 2) ** 2
    return round(2 * _EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord))))


def metres_from(origin: Origin, latitude: float | None, longitude: float | None) -> int | None:
    """Return how far a place is from an origin; None where nobody said where it is."""
    if latitude is None or longitude is None:
        return None
    return metres(origin.latitude, origin.longitude, latitude, longitude)


def in_words(distance_m: int, language: str) -> str:
    """Write a distance as people say it: `350 m`, `1,2 km`, `14 km`."""
    rounded = (distance_m + 5) // 10 * 10
    if rounded < _EXACT_BELOW_M:
        return f"{max(rounded, 10)}\u202fm"
    places = 1 if distance_m < _ONE_PLACE_BELOW_M - 50 else 0
    tenths = (distance_m + 50) // 100
    figure = decimal_number(tenths, 1, language) if places else decimal_number((distance_m + 500) // 1000, 0, language)
    return f"{figure.removesuffix(',0').removesuffix('.0')}\u202fkm"


def point(text: str) -> tuple[float, float] | None:
    """Read a latitude and a longitude in degrees, `48.39,-4.49`; None where the text is no such pair."""
    parts = text.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
