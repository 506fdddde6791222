"""The one tag of ours: the address of a file of the style sheet's folder, which changes when the file does."""

import hashlib
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Return where a static file is, marked with its content so that browsers may keep it."""
    return f"{settings.STATIC_URL}{name}?v={_mark(name)}"


@cache
def _mark(name: str) -> str:
    return hashlib.sha256(Path(f"{settings.STATIC_ROOT}/{name}").read_bytes()).hexdigest()[:12]
