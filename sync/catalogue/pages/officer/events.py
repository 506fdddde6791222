"""What happens in town: announced, changed and taken back by officers, with the shops that take part."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock
from sync.catalogue.models import TownEvent
from sync.catalogue.officers import events as deeds
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.officer import fields
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, officers_form, officers_only, show
from sync.catalogue.pages.officer.moments import moment_words
from sync.catalogue.showing import shown_shops

EVENT = (
    Field("title", gettext_lazy("Title"), is_needed=True),
    Field("text", gettext_lazy("Text"), "text", length=4000),
    Field("place", gettext_lazy("Where it takes place")),
    Field("starts_ms", gettext_lazy("Begins"), "moment", is_needed=True),
    Field("ends_ms", gettext_lazy("Ends"), "moment", is_needed=True),
)
_SHOWN_AT_MOST = 100


@dataclass(frozen=True)
class EventLine:
    """An event in the list."""

    event: TownEvent
    starts: str
    ends: str
    shops: int


@officers_only
def events(request: HttpRequest) -> HttpResponse:
    """List what happens in town, what is still to come first."""
    now_ms = clock.now_ms()
    listed = TownEvent.objects.prefetch_related("shops")
    coming = [_line(one) for one in listed.filter(ends_ms__gt=now_ms).order_by("starts_ms", "pk")]
    over = [_line(one) for one in listed.filter(ends_ms__lte=now_ms).order_by("-starts_ms", "-pk")[:_SHOWN_AT_MOST]]
    return show(request, "events.html", {"coming": coming, "over": over})


@officers_form
def add(request: HttpRequest) -> HttpResponse:
    """Announce an event."""
    zone = town().zone
    form = fields.Form(_fields())
    if request.method == "POST":
        form = _read(request, zone)
        if not form.errors:
            deeds.add(form.values, _shops(form), actor=request.officer.officer.mail, now_ms=clock.now_ms())
            return go("officer-events", done="added")
    return _form(request, form, _("Announce an event"), _("Announce"))


@officers_form
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change an event."""
    chosen, zone = get_object_or_404(TownEvent, pk=number), town().zone
    held = {name: getattr(chosen, name) for name in deeds.FIELDS}
    form = fields.filled(_fields(), {**held, "shops": list(chosen.shops.values_list("pk", flat=True))}, zone)
    if request.method == "POST":
        form = _read(request, zone)
        if not form.errors:
            actor = request.officer.officer.mail
            deeds.change(chosen, form.values, _shops(form), actor=actor, now_ms=clock.now_ms())
            return go("officer-events", done="saved")
    return _form(request, form, _("Change an event"), _("Save"))


@officers_form
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an event back."""
    chosen = get_object_or_404(TownEvent, pk=number)
    if request.method == "POST":
        deeds.remove(chosen, actor=request.officer.officer.mail, now_ms=clock.now_ms())
        return go("officer-events", done="removed")
    title = _("Take “{title}” back?").replace("{title}", chosen.title)
    return _form(request, fields.Form(()), title, _("Take it back"), is_grave=True)


def _fields() -> tuple[Field, ...]:
    """Return the fields of an event; the shops of the town are chosen from."""
    shops = tuple(shown_shops().order_by("name_key").values_list("pk", "name"))
    return (*EVENT, Field("shops", _("Shops that take part"), "many", choices=shops)) if shops else EVENT


def _read(request: HttpRequest, zone: str) -> fields.Form:
    form = fields.read(_fields(), request.POST, zone)
    starts, ends = form.values.get("starts_ms"), form.values.get("ends_ms")
    if isinstance(starts, int) and isinstance(ends, int) and ends <= starts:
        return form.wrong("ends_ms", _("The end comes before the beginning."))
    return form


def _shops(form: fields.Form) -> tuple[str, ...]:
    chosen = form.values.get("shops", ())
    return chosen if isinstance(chosen, tuple) else ()


def _line(event: TownEvent) -> EventLine:
    return EventLine(event, moment_words(event.starts_ms), moment_words(event.ends_ms), len(event.shops.all()))


def _form(request: HttpRequest, form: fields.Form, title: str, button: str, *, is_grave: bool = False) -> HttpResponse:
    content = {"title": title, "form": form, "button": button, "is_grave": is_grave, "back": reverse("officer-events")}
    return show(request, "form.html", content, status=422 if form.errors else 200)
