"""Lists that are shown a page at a time."""

from dataclasses import dataclass

from django.http import HttpRequest

_LAST_PAGE = 2000


@dataclass(frozen=True)
class Pager:
    """Which page of a list is shown, and the addresses of its neighbours; what `parts/pager.html` shows."""

    page: int
    earlier: str
    later: str


def page_of(request: HttpRequest) -> int:
    """Read which page is asked for; whatever makes no sense is the first."""
    page = request.GET.get("page", "1")
    return min(int(page[:6]), _LAST_PAGE) if page.isascii() and page.isdigit() and int(page[:6]) > 0 else 1


def pager(path: str, page: int, *, has_more: bool) -> Pager:
    """Return the pager of a list that continues or not."""
    earlier = "" if page < 2 else path if page == 2 else f"{path}?page={page - 1}"
    return Pager(page, earlier, f"{path}?page={page + 1}" if has_more else "")
