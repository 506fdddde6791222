"""What the town shows to everybody: the shops it does not hide, and the products that those put in their windows.

A hidden shop's till goes on telling; nothing of it is seen, found or reserved before the town shows the shop again.
Every page, search, feed and live event that speaks of shops or products asks here.
"""

from django.db.models import QuerySet

from sync.catalogue.models import Product, Shop


def shown_shops() -> QuerySet[Shop]:
    """Return the shops that the town shows."""
    return Shop.objects.filter(shown=True)


def visible_products() -> QuerySet[Product]:
    """Return the products that shoppers may see: put in the window, by a shop that is shown."""
    return Product.objects.filter(shown=True, shop__shown=True)
