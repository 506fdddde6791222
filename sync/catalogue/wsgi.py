"""The pages and the till's calls, as the WSGI application that granian or any other server runs."""

import os

from django.core.wsgi import get_wsgi_application

from sync.catalogue.parent import stop_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sync.catalogue.settings")
application = get_wsgi_application()
stop_with_parent()
