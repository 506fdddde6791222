"""What a shop puts up in its real window: the square code that leads to the one here."""

from io import BytesIO

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from qrcode.image.svg import SvgPathFillImage

from sync.catalogue.addresses import absolute
from sync.catalogue.showing import shown_shops

_DAY_S = 24 * 3600


def square_code(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the square code of a shop's window, in lines that print at any size."""
    shop = get_object_or_404(shown_shops(), slug=slug)
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, image_factory=SvgPathFillImage)
    code.add_data(absolute(request, reverse("shop", args=[shop.slug])))
    file = BytesIO()
    code.make_image().save(file)
    return HttpResponse(
        file.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": f"public, max-age={_DAY_S}"}
    )
