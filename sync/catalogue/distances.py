"""How far it is from one place to another, as the crow flies."""

from math import asin, cos, radians, sin, sqrt

from django.utils.translation import get_language

_EARTH_M = 6_371_000
_NARROW = "\u202f"


def metres(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> int:
    """Return the distance between two places given in degrees."""
    half_lat, half_lon = radians(b_lat - a_lat) / 2, radians(b_lon - a_lon) / 2
    part = sin(half_lat) ** 2 + cos(radians(a_lat)) * cos(radians(b_lat)) * sin(half_lon) ** 2
    return round(2 * _EARTH_M * asin(sqrt(min(1.0, part))))


def words(far_m: int) -> str:
    """Write a distance: `350 m` to the nearest ten, `1.2 km` beyond a kilometre."""
    if far_m < 1000:
        return f"{max(10, round(far_m, -1))}{_NARROW}m"
    kilometres = f"{far_m / 1000:.1f}" if far_m < 10_000 else str(round(far_m / 1000))
    return f"{kilometres.replace('.', ',') if get_language() == 'fr' else kilometres}{_NARROW}km"
