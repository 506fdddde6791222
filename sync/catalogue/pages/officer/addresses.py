"""Where the town hall's pages are."""

from django.urls import path

from sync.catalogue.pages.officer import about_town, account, events, log, news, officers, overview, shops, signing

routes = [
    path("", overview.overview, name="officer"),
    path("entrer/", signing.sign_in, name="officer-sign-in"),
    path("sortir/", signing.sign_out, name="officer-sign-out"),
    path("lien/<slug:secret>/", signing.choose, name="officer-choose"),
    path("compte/", account.account, name="officer-account"),
    path("compte/mot-de-passe/", account.password, name="officer-password"),
    path("compte/partout/", account.everywhere, name="officer-everywhere"),
    path("agents/", officers.officers, name="officer-officers"),
    path("agents/inviter/", officers.invite, name="officer-officer-invite"),
    path("agents/<int:number>/lien/", officers.link, name="officer-officer-link"),
    path("agents/<int:number>/fermer/", officers.disable, name="officer-officer-disable"),
    path("boutiques/inviter/", shops.invite, name="officer-shop-invite"),
    path("boutique/<slug:slug>/", shops.shop, name="officer-shop"),
    path("boutique/<slug:slug>/modifier/", shops.change, name="officer-shop-change"),
    path("boutique/<slug:slug>/masquer/", shops.hide, name="officer-shop-hide"),
    path("boutique/<slug:slug>/montrer/", shops.unhide, name="officer-shop-show"),
    path("boutique/<slug:slug>/code/", shops.code, name="officer-code"),
    path("boutique/<slug:slug>/caisses/<int:number>/revoquer/", shops.revoke, name="officer-till-revoke"),
    path("actualites/", news.news, name="officer-news"),
    path("actualites/ecrire/", news.write, name="officer-news-write"),
    path("actualites/<int:number>/modifier/", news.change, name="officer-news-change"),
    path("actualites/<int:number>/retirer/", news.remove, name="officer-news-remove"),
    path("actualites/<int:number>/masquer/", news.hide, name="officer-news-hide"),
    path("actualites/<int:number>/montrer/", news.unhide, name="officer-news-show"),
    path("evenements/", events.events, name="officer-events"),
    path("evenements/annoncer/", events.add, name="officer-event-add"),
    path("evenements/<int:number>/modifier/", events.change, name="officer-event-change"),
    path("evenements/<int:number>/retirer/", events.remove, name="officer-event-remove"),
    path("ville/", about_town.about_town, name="officer-town"),
    path("journal/", log.log, name="officer-log"),
    path("journal.csv", log.log_file, name="officer-log-file"),
]
