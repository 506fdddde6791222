"""The addresses that a page holds by the dozen, put together without looking each of them up in the table of urls."""

from functools import cache

from django.urls import NoReverseMatch, reverse


def shop_path(slug: str) -> str:
    """Return the address of a shop's window."""
    return f"{fixed_path('shops')}{slug}/"


def product_path(slug: str, ref: str) -> str:
    """Return the address of a product of a shop."""
    return f"{fixed_path('shops')}{slug}/articles/{ref}/"


def category_path(key: str) -> str:
    """Return the address of a category of all shops."""
    return f"{fixed_path('categories')}{key}/"


def ask_path(slug: str, ref: str = "") -> str:
    """Return where a shop is asked something, about a product where one is named; empty without such a page."""
    try:
        asked = reverse("ask", args=[slug])
    except NoReverseMatch:
        return ""
    return f"{asked}?article={ref}" if ref else asked


@cache
def path_where_there_is_one(name: str) -> str:
    """Return the address of a page that not every catalogue has; empty where it has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@cache
def fixed_path(name: str) -> str:
    """Return the address of a page that there is once."""
    return reverse(name)
