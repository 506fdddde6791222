"""Who the town is, as its pages say it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock
from sync.catalogue.officers import town as deeds
from sync.catalogue.pages import frame
from sync.catalogue.pages.officer import fields
from sync.catalogue.pages.officer.fields import Field
from sync.catalogue.pages.officer.gate import go, officers_form, show

TOWN = (
    Field("name", gettext_lazy("Name over every page"), is_needed=True),
    Field("presentation", gettext_lazy("What the town says of itself"), "text", length=4000),
    Field("mail", gettext_lazy("Where shoppers can write to"), "mail"),
    Field("latitude", gettext_lazy("Latitude of the centre"), "number", most=90.0),
    Field("longitude", gettext_lazy("Longitude of the centre"), "number", most=180.0),
)


@officers_form
def about_town(request: HttpRequest) -> HttpResponse:
    """Change who the town is."""
    here = frame.town()
    form = fields.filled(TOWN, {name: getattr(here, name) for name in deeds.FIELDS})
    if request.method == "POST":
        form = _read(request)
        if not form.errors:
            deeds.change(form.values, actor=request.officer.officer.mail, now_ms=clock.now_ms())
            return go("officer-town", done="saved")
    content = {"title": _("The town"), "form": form, "button": _("Save"), "back": reverse("officer")}
    return show(request, "form.html", content, status=422 if form.errors else 200)


def _read(request: HttpRequest) -> fields.Form:
    form = fields.read(TOWN, request.POST)
    missing = [name for name in ("latitude", "longitude") if not form.texts[name].strip()]
    if len(missing) == 1 and not form.errors:
        form = form.wrong(missing[0], _("Latitude and longitude belong together: give both, or neither."))
    return form
