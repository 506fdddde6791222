"""News: the town's own, written here, and the shops', which may be taken out of the pages with a reason."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock
from sync.catalogue.models import News
from sync.catalogue.officers import news as deeds
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.officer import fields
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, officers_form, officers_only, show
from sync.catalogue.pages.officer.moments import moment_words

WRITE = (
    Field("title", gettext_lazy("Title"), is_needed=True),
    Field("text", gettext_lazy("Text"), "text", length=2000),
    Field("from_ms", gettext_lazy("Shown from"), "moment", is_needed=True),
    Field("until_ms", gettext_lazy("Shown until"), "moment", hint=gettext_lazy("Empty: until you take it back.")),
)
WHY = (Field("why", gettext_lazy("Why (the shop is told)"), is_needed=True),)
_SHOWN_AT_MOST = 100


@dataclass(frozen=True)
class NewsLine:
    """A piece of news in the list; `state` says when it is shown."""

    news: News
    since: str
    until: str


@officers_only
def news(request: HttpRequest) -> HttpResponse:
    """List the town's news and the shops', the latest first."""
    listed = News.objects.filter(shown=True).select_related("shop").order_by("-from_ms", "-pk")
    own = [_line(one) for one in listed.filter(shop=None)[:_SHOWN_AT_MOST]]
    shops = [_line(one) for one in listed.exclude(shop=None)[:_SHOWN_AT_MOST]]
    return show(request, "news.html", {"own": own, "shops": shops})


@officers_form
def write(request: HttpRequest) -> HttpResponse:
    """Write a word of the town."""
    now_ms, zone = clock.now_ms(), town().zone
    form = fields.filled(WRITE, {"from_ms": now_ms}, zone)
    if request.method == "POST":
        form = _read(request, zone)
        if not form.errors:
            deeds.add(form.values, actor=request.officer.officer.mail, now_ms=now_ms)
            return go("officer-news", done="written")
    return _form(request, form, _("Write news"), _("Publish"))


@officers_form
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a word of the town."""
    chosen, zone = get_object_or_404(News, pk=number, shop=None), town().zone
    form = fields.filled(WRITE, {name: getattr(chosen, name) for name in deeds.FIELDS}, zone)
    if request.method == "POST":
        form = _read(request, zone)
        if not form.errors:
            deeds.change(chosen, form.values, actor=request.officer.officer.mail, now_ms=clock.now_ms())
            return go("officer-news", done="saved")
    return _form(request, form, _("Change news"), _("Save"))


@officers_form
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a word of the town back."""
    chosen = get_object_or_404(News, pk=number, shop=None)
    if request.method == "POST":
        deeds.remove(chosen, actor=request.officer.officer.mail, now_ms=clock.now_ms())
        return go("officer-news", done="removed")
    title = _("Take “{title}” back?").replace("{title}", chosen.title)
    return _form(request, fields.Form(()), title, _("Take it back"), is_grave=True)


@officers_form
def hide(request: HttpRequest, number: int) -> HttpResponse:
    """Take a shop's word out of the pages, with a reason."""
    chosen = get_object_or_404(News.objects.exclude(shop=None).select_related("shop"), pk=number)
    form = fields.Form(WHY)
    if request.method == "POST":
        form = fields.read(WHY, request.POST)
        if not form.errors:
            actor = request.officer.officer.mail
            deeds.hide(chosen, str(form.values["why"]), actor=actor, now_ms=clock.now_ms())
            return go("officer-news", done="hidden")
    title = _("Hide “{title}” of {shop}?").replace("{title}", chosen.title).replace("{shop}", chosen.shop.name)
    return _form(request, form, title, _("Hide it"), is_grave=True)


@officers_form
def unhide(request: HttpRequest, number: int) -> HttpResponse:
    """Show a shop's word again."""
    chosen = get_object_or_404(News.objects.exclude(shop=None).select_related("shop"), pk=number)
    if request.method == "POST":
        deeds.show(chosen, actor=request.officer.officer.mail, now_ms=clock.now_ms())
        return go("officer-news", done="shown")
    return go("officer-news")


def _line(one: News) -> NewsLine:
    return NewsLine(one, moment_words(one.from_ms), moment_words(one.until_ms))


def _read(request: HttpRequest, zone: str) -> fields.Form:
    form = fields.read(WRITE, request.POST, zone)
    since, until = form.values.get("from_ms"), form.values.get("until_ms")
    if isinstance(since, int) and isinstance(until, int) and until <= since:
        return form.wrong("until_ms", _("The end comes before the beginning."))
    return form


def _form(request: HttpRequest, form: fields.Form, title: str, button: str, *, is_grave: bool = False) -> HttpResponse:
    content = {"title": title, "form": form, "button": button, "is_grave": is_grave, "back": reverse("officer-news")}
    return show(request, "form.html", content, status=422 if form.errors else 200)
