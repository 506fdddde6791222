"""A photo that comes with a form: written anew before anything points to it, and never while a transaction is open."""

from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.catalogue import clock, photos
from sync.catalogue.pages.officer.fields import Field, Form
from sync.window_protocol import PHOTO_LIMIT_BYTES

PHOTO = Field(
    "photo", gettext_lazy("Photo"), "photo", hint=gettext_lazy("JPEG, PNG or WebP, up to 8 MB; without signs or faces.")
)
DROP = Field("drop", gettext_lazy("Present photo"), "many", choices=(("photo", gettext_lazy("Take the photo away")),))


def with_photo(request: HttpRequest, form: Form) -> Form:
    """Return a form whose `photo` is the one that came, or None where it is to go; without either it stays as it is."""
    if form.errors:
        return form
    sent = request.FILES.get("photo")
    if sent is None:
        return replace(form, values={**form.values, "photo": None}) if form.values.get("drop") else form
    if sent.size > PHOTO_LIMIT_BYTES:
        return form.wrong("photo", _("This file is too large: up to 8 MB, please."))
    try:
        photo = photos.keep(sent.read(), shop_id=None, now_ms=clock.now_ms())
    except photos.PictureRefused:
        return form.wrong("photo", _("This is no picture that can be shown: a JPEG, PNG or WebP, please."))
    except photos.PhotosFull:
        return form.wrong("photo", _("There is no room for more photos: take older ones away first."))
    except photos.TooBusy:
        return form.wrong("photo", _("Other pictures are being written just now: please send it again in a moment."))
    return replace(form, values={**form.values, "photo": photo})
