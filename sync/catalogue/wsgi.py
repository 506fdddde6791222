"""The pages and the till's calls, as the WSGI application that granian or any other server runs."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from sync.catalogue.collecting import collect_rarely
from sync.catalogue.parent import end_without_unwinding, stand_back, stop_with_parent
from sync.catalogue.watching.requests import watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.catalogue.settings")
_pages = get_wsgi_application()

from sync.catalogue import front  # noqa: E402 (its models are there once Django is set up)

application = watched(front.before(_pages))
if multiprocessing.parent_process() is not None:
    collect_rarely()
    stand_back()
    stop_with_parent()
    end_without_unwinding()
