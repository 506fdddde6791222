"""The town's own news, and what of the shops' news the town hall takes out of its pages."""

from collections.abc import Mapping

from sync.catalogue import codes, rows
from sync.catalogue.auditing import note
from sync.catalogue.database import writing
from sync.catalogue.models import News

FIELDS = ("title", "text", "from_ms", "until_ms")


def add(values: Mapping[str, object], *, actor: str, now_ms: int) -> News:
    """Write a word of the town, of checked values as named by FIELDS."""
    with writing():
        news = News(ref=codes.new_id(now_ms), changed_ms=now_ms)
        _fill(news, values, now_ms)
        note(actor, "news written", detail=news.title, now_ms=now_ms)
        rows.note_changes(None, now_ms, [None])
    return news


def change(news: News, values: Mapping[str, object], *, actor: str, now_ms: int) -> None:
    """Change a word of the town."""
    with writing():
        held = News.objects.select_for_update().get(pk=news.pk, shop=None)
        _fill(held, values, now_ms)
        note(actor, "news changed", detail=held.title, now_ms=now_ms)
        rows.note_changes(None, now_ms, [None])


def remove(news: News, *, actor: str, now_ms: int) -> None:
    """Take a word of the town back."""
    with writing():
        note(actor, "news removed", detail=news.title, now_ms=now_ms)
        News.objects.filter(pk=news.pk, shop=None).delete()
        rows.note_changes(None, now_ms, [None])


def hide(news: News, why: str, *, actor: str, now_ms: int) -> None:
    """Take a shop's word out of the town's pages; its till is told why. Its later versions stay hidden."""
    with writing():
        News.objects.filter(pk=news.pk).update(hidden_by=actor, hidden_why=why)
        note(actor, "news hidden", shop=news.shop, detail=f"{news.title}: {why}", now_ms=now_ms)
        rows.note_changes(news.shop_id, now_ms, [None])


def show(news: News, *, actor: str, now_ms: int) -> None:
    """Show a shop's word again."""
    with writing():
        News.objects.filter(pk=news.pk).update(hidden_by="", hidden_why="")
        note(actor, "news shown", shop=news.shop, detail=news.title, now_ms=now_ms)
        rows.note_changes(news.shop_id, now_ms, [None])


def _fill(news: News, values: Mapping[str, object], now_ms: int) -> None:
    for name in FIELDS:
        setattr(news, name, values[name])
    news.changed_ms = now_ms
    news.save()
