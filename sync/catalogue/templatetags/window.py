"""Tags of ours: the address of a file of the style sheet's folder, and a typed text in paragraphs."""

import hashlib
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from sync.catalogue import prose

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Return where a static file is, marked with its content so that browsers may keep it."""
    return f"{settings.STATIC_URL}{name}?v={_mark(name)}"


@register.filter
def paragraphs(text: str) -> SafeString:
    """Show a typed text: paragraphs and links, everything else as it was typed."""
    return prose.as_html(text)


@cache
def _mark(name: str) -> str:
    return hashlib.sha256(Path(f"{settings.STATIC_ROOT}/{name}").read_bytes()).hexdigest()[:12]
