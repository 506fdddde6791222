"""What stands before the pages in each process that serves them: the gate, then the pages kept in memory."""

from django.conf import settings

from sync.catalogue import spending
from sync.catalogue.following import Following
from sync.catalogue.gate import Gate
from sync.catalogue.keeping import Application, Keeper


def before(pages: Application) -> Application:
    """Put the gate and the keeper before the pages, and start the threads that they lean on."""
    spending.start()
    if settings.KEPT_MB <= 0:
        return Gate(pages, spending.SHARES)
    following = Following()
    following.start()
    return Gate(Keeper(pages, following, limit_bytes=settings.KEPT_MB * 1_000_000), spending.SHARES)
