"""The pages and the till's calls, as the WSGI application that granian or any other server runs."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from sync.catalogue.parent import end_without_unwinding, stop_with_parent
from sync.catalogue.watching.requests import watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.catalogue.settings")
application = watched(get_wsgi_application())
if multiprocessing.parent_process() is not None:
    stop_with_parent()
    end_without_unwinding()
