"""Tags of ours: the address of a file of the style sheet's folder, and a typed text in paragraphs."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from sync.catalogue import prose
from sync.catalogue.pages.cards import ALONE, FIGURES, SHOPPED

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Return where a static file is, marked with its content so that browsers may keep it."""
    return f"{settings.STATIC_URL}{name}?v={_mark(name)}"


@register.filter
def paragraphs(text: str) -> SafeString:
    """Show a typed text: paragraphs and links, everything else as it was typed."""
    return prose.as_html(text)


@register.simple_tag(takes_context=True)
def write_card(context: template.Context, card: Any) -> str:
    """Write a product's card, once for all the pages that show it so; `shows_shop` names its shop on it."""
    return card.put(SHOPPED if context.get("shows_shop") else ALONE)


@register.simple_tag
def write_figures(card: Any) -> str:
    """Write what a product costs and how far its level may be believed."""
    return card.put(FIGURES)


@cache
def _mark(name: str) -> str:
    return hashlib.sha256(Path(f"{settings.STATIC_ROOT}/{name}").read_bytes()).hexdigest()[:12]
