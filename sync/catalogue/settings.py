"""Django's settings, read from the environment that `serving` (or a town's own deployment) prepares.

CATALOGUE_DATA       folder of the database and the secret
DATABASE_URL         postgresql://user:password@host/name, where a town outgrows one file;
                     with ?prepare_threshold=none behind a pooler that shares connections
CATALOGUE_URL        the public address, where a proxy stands in front (https://shops.example)
CATALOGUE_LIVE_URL   the public address of the live events, where it is not this host on the live port
CATALOGUE_LIVE_PORT  the port of the live events
CATALOGUE_HOSTS      further host names to answer to, separated by commas
CATALOGUE_WORKERS    how many processes answer, where the database is PostgreSQL (2)
CATALOGUE_LOG        json or plain: every request in a line on standard error; else trouble only, plain
CATALOGUE_METRICS_TOKEN   what a program on another machine must bring to read /metrics, and the figures of /health
CATALOGUE_SECOND_FACTOR   required: officers must set up a second factor before all else; otherwise they may
CATALOGUE_PHOTOS_A_SHOP      how many photos are kept for one shop (3000)
CATALOGUE_PHOTO_BYTES_A_SHOP how many bytes of photos are kept for one shop (500000000)
CATALOGUE_KEPT_MB    memory that each worker keeps pages in (64); 0 makes every page anew
CATALOGUE_SHOP_CALLS     calls that a shop's tills may make in a minute (600), pushes a thirtieth at once;
                         0 is no limit, here and below
CATALOGUE_SHOP_ROWS      rows that they may send in a minute (60000)
CATALOGUE_SHOP_AT_ONCE   calls of a shop that one worker answers at once (2)
CATALOGUE_PAGES_RATE     pages a second that one address may look at for long (20), ten times as many in a burst
CATALOGUE_SEARCHES_RATE  searches a second (5), six times as many in a burst
CATALOGUE_STREAMS        open pages of one address that hear live figures (200)
CATALOGUE_SMTP_URL   the mail server, smtp://user:password@host or smtps://…; without one mails become files
CATALOGUE_MAIL_FROM  the address that mails come from
"""

import os
from pathlib import Path

from sync.catalogue import folder
from sync.catalogue.database import database_from
from sync.catalogue.watching import logs

_HERE = Path(__file__).resolve().parent

DATA_FOLDER = Path(os.environ.get("CATALOGUE_DATA", "catalogue-data"))
PUBLIC_URL = os.environ.get("CATALOGUE_URL", "").rstrip("/")
LIVE_URL = os.environ.get("CATALOGUE_LIVE_URL", "").rstrip("/")
LIVE_PORT = int(os.environ.get("CATALOGUE_LIVE_PORT", "0"))
METRICS_TOKEN = os.environ.get("CATALOGUE_METRICS_TOKEN", "")
SECOND_FACTOR = os.environ.get("CATALOGUE_SECOND_FACTOR", "") == "required"
PHOTOS_A_SHOP = int(os.environ.get("CATALOGUE_PHOTOS_A_SHOP", "3000"))
PHOTO_BYTES_A_SHOP = int(os.environ.get("CATALOGUE_PHOTO_BYTES_A_SHOP", "500000000"))
KEPT_MB = int(os.environ.get("CATALOGUE_KEPT_MB", "64"))
SHOP_CALLS = int(os.environ.get("CATALOGUE_SHOP_CALLS", "600"))
SHOP_ROWS = int(os.environ.get("CATALOGUE_SHOP_ROWS", "60000"))
SHOP_AT_ONCE = int(os.environ.get("CATALOGUE_SHOP_AT_ONCE", "2"))
PAGES_RATE = float(os.environ.get("CATALOGUE_PAGES_RATE", "20"))
SEARCHES_RATE = float(os.environ.get("CATALOGUE_SEARCHES_RATE", "5"))
STREAMS = int(os.environ.get("CATALOGUE_STREAMS", "200"))
SMTP_URL = os.environ.get("CATALOGUE_SMTP_URL", "")
MAIL_FROM = os.environ.get("CATALOGUE_MAIL_FROM", "")

folder.prepare(DATA_FOLDER)
SECRET_KEY = folder.secret(DATA_FOLDER)
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += [host for host in os.environ.get("CATALOGUE_HOSTS", "").split(",") if host]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(PUBLIC_URL.split("//")[-1].split("/")[0].rsplit(":", 1)[0])

INSTALLED_APPS = ["sync.catalogue"]
ROOT_URLCONF = "sync.catalogue.urls"
WSGI_APPLICATION = "sync.catalogue.wsgi.application"
MIDDLEWARE = [
    "sync.catalogue.middleware.guard_pages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sync.catalogue.middleware.choose_language",
    "django.middleware.common.CommonMiddleware",
    "sync.catalogue.pages.frame.look_up_town_once",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "environment": "sync.catalogue.templating.environment",
            "context_processors": ["sync.catalogue.pages.frame.frame", "sync.catalogue.pages.sharing.reach"],
        },
    }
]

PASSWORD_HASHERS = ["sync.catalogue.officers.passwords.Argon2id"]

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", ""), DATA_FOLDER / folder.DATABASE_NAME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [_HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = _HERE / "static"
WHITENOISE_USE_FINDERS = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_CONTENT_TYPE_NOSNIFF = True
APPEND_SLASH = True
LOGGING = logs.configuration(os.environ.get("CATALOGUE_LOG", ""))
