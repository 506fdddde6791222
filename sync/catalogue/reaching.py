"""Where the town's catalogue is found, kept and followed: agenda, news, promotions, their feeds, what browsers keep."""

from django.urls import path

from sync.catalogue import converters as converters  # the kinds of parts that addresses below are made of
from sync.catalogue.pages import (
    calendars,
    events,
    favourites,
    following,
    installing,
    local_listings,
    posters,
    sharing,
    telling,
)

routes = [
    path("agenda/", events.show_all, name="agenda"),
    path("agenda/archives/<int:year>/", events.show_year, name="agenda-year"),
    path("agenda/<slug:slug>/", events.show, name="event"),
    path("agenda/<slug:slug>.ics", calendars.one_event, name="event-calendar"),
    path("agenda.ics", calendars.all_events, name="calendar"),
    path("nouvelles/", telling.show_news, name="news"),
    path("nouvelles/<int:number>/", telling.show_item, name="news-item"),
    path("promotions/", telling.show_promotions, name="promotions"),
    path("nouvelles.atom", following.news, name="news-feed"),
    path("agenda.atom", following.events, name="events-feed"),
    path("promotions.atom", following.promotions, name="promotions-feed"),
    path("boutiques/<slug:slug>/nouvelles.atom", following.shop_news, name="shop-feed"),
    path("boutiques/<slug:slug>/google-local.tsv", local_listings.inventory, name="local-inventory"),
    path("boutiques/<slug:slug>/google-produits.tsv", local_listings.products, name="local-products"),
    path("boutiques/<slug:slug>/qr.svg", posters.square_code, name="square-code"),
    path("carte.jpg", sharing.town_card, name="town-card"),
    path("boutiques/<slug:slug>/carte.jpg", sharing.shop_card, name="shop-card"),
    path("boutiques/<slug:slug>/articles/<ref:ref>/carte.jpg", sharing.product_card, name="product-card"),
    path("agenda/<slug:slug>/carte.jpg", sharing.event_card, name="event-card"),
    path("nouvelles/<int:number>/carte.jpg", sharing.news_card, name="news-card"),
    path("favoris/", favourites.show, name="favourites"),
    path("favoris/etat/", favourites.tell, name="favourites-state"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("service-worker.js", installing.worker, name="worker"),
    path("hors-ligne/<slug:language>/", installing.offline, name="offline"),
]
