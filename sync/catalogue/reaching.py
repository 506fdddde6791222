"""Where the town's catalogue is found, kept and followed: agenda, news, promotions, their feeds, what browsers keep."""

from django.urls import path

from sync.catalogue.pages import calendars, events, favourites, installing, telling

routes = [
    path("agenda/", events.show_all, name="agenda"),
    path("agenda/archives/<int:year>/", events.show_year, name="agenda-year"),
    path("agenda/<slug:slug>/", events.show, name="event"),
    path("agenda/<slug:slug>.ics", calendars.one_event, name="event-calendar"),
    path("agenda.ics", calendars.all_events, name="calendar"),
    path("nouvelles/", telling.show_news, name="news"),
    path("nouvelles/<int:number>/", telling.show_item, name="news-item"),
    path("promotions/", telling.show_promotions, name="promotions"),
    path("favoris/", favourites.show, name="favourites"),
    path("favoris/etat/", favourites.tell, name="favourites-state"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("service-worker.js", installing.worker, name="worker"),
    path("hors-ligne/<slug:language>/", installing.offline, name="offline"),
]
