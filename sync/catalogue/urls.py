"""Where everything is."""

from django.urls import include, path, re_path, register_converter

from sync.catalogue import api, photos
from sync.catalogue.pages import feeds, product, refusals, reservation, reserving, shop, town
from sync.catalogue.watching import health, metrics


class RefConverter:
    """A product's id as its till wrote it, in the characters that an address may hold."""

    regex = "[0-9A-Za-z][0-9A-Za-z._:-]{0,63}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")

urlpatterns = [
    path("", town.show, name="town"),
    path("boutiques/<slug:slug>/", shop.show, name="shop"),
    path("boutiques/<slug:slug>/articles/<ref:ref>/", product.show, name="product"),
    path("boutiques/<slug:slug>/articles/<ref:ref>/reserver/", reserving.reserve, name="reserve"),
    path("reservations/<slug:secret>/", reservation.show, name="reservation"),
    path("reservations/<slug:secret>/etat/", reservation.tell, name="reservation-state"),
    path("photos/<int:number>-<int:width>.webp", photos.photo, name="photo"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap_index, name="sitemap"),
    path("sitemap-<int:page>.xml", feeds.sitemap_page, name="sitemap-page"),
    path("favicon.ico", feeds.favicon),
    path("ready", feeds.ready),
    path("health", health.show),
    path("metrics", metrics.show),
    path("api/v1/", include(api.routes)),
    re_path(r"^api/.*$", api.unknown),
]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.broken
