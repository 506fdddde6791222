"""What shops and town tell: the pages of news and of promotions."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sync.catalogue import clock
from sync.catalogue.pages.agenda import latest_news, news, news_card, running_promotions
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.paging import page_of, pager
from sync.catalogue.pages.town_data import news_data

_NEWS = 24
_PROMOTIONS = 48


def show_news(request: HttpRequest) -> HttpResponse:
    """Show the news of all shops and of the town, the latest first."""
    number = page_of(request)
    listed = latest_news(clock.now_ms(), _NEWS + 1, after=(number - 1) * _NEWS)
    turning = pager(request.path, number, has_more=len(listed) > _NEWS)
    content = {"news": listed[:_NEWS], "found": turning, "earlier": turning.earlier, "later": turning.later}
    return page(request, "news.html", content)


def show_item(request: HttpRequest, number: int) -> HttpResponse:
    """Show one piece of news."""
    now = clock.now_ms()
    told = get_object_or_404(news(now).select_related("shop", "photo"), pk=number)
    card = news_card(told, now, ZoneInfo(town().zone))
    return page(request, "news_item.html", {"item": card, "linked_data": news_data(request, card)})


def show_promotions(request: HttpRequest) -> HttpResponse:
    """Show the promotions of all shops that run now, the one that ends first first."""
    number = page_of(request)
    listed = running_promotions(clock.now_ms(), _PROMOTIONS + 1, after=(number - 1) * _PROMOTIONS)
    turning = pager(request.path, number, has_more=len(listed) > _PROMOTIONS)
    content = {
        "promotions": listed[:_PROMOTIONS],
        "found": turning,
        "earlier": turning.earlier,
        "later": turning.later,
        "shows_shop": True,
    }
    return page(request, "promotions.html", content)
