"""Where everything is."""

from django.urls import include, path, re_path

from sync.catalogue import api, photos, reaching
from sync.catalogue.pages import (
    about,
    ask,
    categories,
    feeds,
    product,
    question,
    refusals,
    reservation,
    reserving,
    shop,
    shops,
    sitemaps,
    town,
)
from sync.catalogue.pages.officer import addresses as officer
from sync.catalogue.watching import health, metrics

urlpatterns = [
    path("", town.show, name="town"),
    path("boutiques/", shops.show, name="shops"),
    path("boutiques/<slug:slug>/", shop.show, name="shop"),
    path("boutiques/<slug:slug>/articles/<ref:ref>/", product.show, name="product"),
    path("boutiques/<slug:slug>/articles/<ref:ref>/reserver/", reserving.reserve, name="reserve"),
    path("reservations/<slug:secret>/", reservation.show, name="reservation"),
    path("reservations/<slug:secret>/etat/", reservation.tell, name="reservation-state"),
    path("categories/", categories.show_all, name="categories"),
    path("categories/<slug:key>/", categories.show, name="category"),
    path("comment-ca-marche/", about.how, name="how"),
    path("pour-les-commercants/", about.joining, name="joining"),
    path("accessibilite/", about.accessibility, name="accessibility"),
    path("vie-privee/", about.privacy, name="privacy"),
    path("photos/<int:number>-<int:width>.webp", photos.photo, name="photo"),
    path("", include(reaching.routes)),
    path("reservations/<slug:secret>/donnees/", reservation.export, name="reservation-export"),
    path("boutiques/<slug:slug>/demander/", ask.show, name="ask"),
    path("questions/<slug:secret>/", question.show, name="question"),
    path("questions/<slug:secret>/etat/", question.tell, name="question-state"),
    path("questions/<slug:secret>/donnees/", question.export, name="question-export"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<int:page>.xml", sitemaps.page, name="sitemap-page"),
    path("favicon.ico", feeds.favicon),
    path("ready", health.ready),
    path("health", health.show),
    path("metrics", metrics.show),
    path("mairie/", include(officer.routes)),
    path("api/v1/", include(api.routes)),
    re_path(r"^api/.*$", api.unknown),
]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.broken
