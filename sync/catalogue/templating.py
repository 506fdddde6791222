"""What the templates are written with: Jinja2, words in the language in force, addresses, files, cards."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, pass_environment
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup

from sync.catalogue import lasting, prose
from sync.catalogue.pages.cards import ALONE, FIGURES, LINE, SHOPPED, Card
from sync.catalogue.pages.paths import fixed_path


def environment(**options: Any) -> Environment:
    """Make what reads and keeps all templates; what a page is given is escaped, unless it was written as HTML."""
    # Django's backend asks for autoescape among the options; a test holds it to that.
    made = Environment(extensions=[InternationalizationExtension], keep_trailing_newline=True, **options)  # noqa: S701
    made.globals |= {
        "_": _said,
        "gettext": gettext,
        "ngettext": ngettext,
        "asset": asset,
        "url": _url,
        "write_alike": _write_alike,
        "write_card": _write_card,
        "write_figures": _write_figures,
        "write_said": _write_said,
    }
    made.filters |= {"paragraphs": prose.as_html, "shared": _shared, "truncatechars": _truncated}
    return made


@cache
def asset(name: str) -> str:
    """Return where a static file is, marked with its content so that browsers may keep it."""
    mark = hashlib.sha256(Path(f"{settings.STATIC_ROOT}/{name}").read_bytes()).hexdigest()[:12]
    return f"{settings.STATIC_URL}{name}?v={mark}"


def _said(text: str) -> Markup:
    """Say words of ours in the language in force; they are HTML already."""
    return _said_in(get_language(), text)


@cache
def _said_in(_language: str, text: str) -> Markup:
    return Markup(gettext(text))  # noqa: S704 (a template's own words)


def _url(name: str, *parts: object) -> str:
    return reverse(name, args=parts) if parts else fixed_path(name)


def _truncated(text: str, length: int) -> str:
    return str(Truncator(text).chars(length))


def _shared(text: str) -> SafeString:
    """Let kept pages hold a part once that many of them show alike."""
    return lasting.hole(lasting.SAME, text)


@pass_environment
def _write_alike(templates: Environment, name: str, language: str) -> SafeString:
    """Write a part that is the same on every page in a language, which is the one in force."""
    return _shared(_written(templates, name, language))


@cache
def _written(templates: Environment, name: str, language: str) -> str:
    return templates.get_template(name).render(language=language)


def _write_card(card: Card, shows_shop: object) -> SafeString:
    """Write a product's card, once for all the pages that show it so; `shows_shop` names its shop on it."""
    return card.put(SHOPPED if shows_shop else ALONE)


def _write_figures(card: Card) -> SafeString:
    """Write what a product costs and how far its level may be believed."""
    return card.put(FIGURES)


def _write_said(card: Card) -> SafeString:
    """Write how far a product's level may be believed, on the page of the product itself."""
    return card.put(LINE)
