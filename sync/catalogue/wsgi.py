"""The pages and the till's calls, as the WSGI application that granian or any other server runs."""

import multiprocessing
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sync.catalogue.parent import end_without_unwinding, stop_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.catalogue.settings")
application = get_wsgi_application()
if multiprocessing.parent_process() is not None:
    stop_with_parent()
    end_without_unwinding()
if settings.KEPT_MB > 0:
    from sync.catalogue.following import Following
    from sync.catalogue.keeping import Keeper

    following = Following()
    following.start()
    application = Keeper(application, following, limit_bytes=settings.KEPT_MB * 1_000_000)
