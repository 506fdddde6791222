"""What is written on standard error, a line each: as JSON for programs, or plain.

No line names who asked, what was searched for, or what came in a body. Secrets in an address, keys, addresses of mail
and telephone numbers are masked wherever they might turn up; of an error its kind and where it happened are written,
and not what it said, which may repeat what a person typed.
"""

import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

Style = Literal["", "plain", "json"]
STYLES: tuple[Style, ...] = ("", "plain", "json")
REQUESTS = "catalogue.requests"

current_request: ContextVar[str] = ContextVar("current_request", default="")
_FIELDS = ("method", "path", "status", "ms", "shop")
_MASKS = (
    (re.compile(r"ck_[A-Za-z0-9_-]{8,}"), "ck_…"),
    (re.compile(r"(/(?:reservations|questions)/)[^/\s\"'?]+"), r"\1…"),
    (re.compile(r"[^\s@<>\"',;:/]+@[^\s@<>\"',;:/]+"), "…@…"),
    (re.compile(r"(?<![\w-])(?:\+33 ?|0)[1-9](?:[ .-]?\d{2}){4}(?![\w-])"), "…"),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def masked(text: str) -> str:
    """Return a text without what is nobody's business."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


class Lines(logging.Formatter):
    """Writes a record as one line, in either style."""

    def __init__(self, style_of_lines: Style = "plain") -> None:
        super().__init__()
        self._is_json = style_of_lines == "json"

    def format(self, record: logging.LogRecord) -> str:
        """Write a record down."""
        told = _told(record)
        if self._is_json:
            return msgspec.json.encode(told).decode()
        more = [f"{name}={told[name]}" for name in (*_FIELDS, "request", "error", "where") if name in told]
        return _CONTROL.sub("?", " ".join([told["moment"], told["level"], told["message"], *more]))


def configuration(style: str) -> dict[str, Any]:
    """Return the logging of the catalogue's processes: every request where a style is wished for, else trouble only."""
    lines = {"()": "sync.catalogue.watching.logs.Lines", "style_of_lines": style or "plain"}
    said = {"handlers": ["console"], "level": "ERROR", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": lines},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "loggers": {
            "django": said,
            "sync.catalogue": said,
            "_granian": said,
            REQUESTS: {**said, "level": "INFO" if style else "ERROR"},
        },
    }


def _told(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {
        "moment": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": masked(record.getMessage()),
    }
    if asked := current_request.get():
        told["request"] = asked
    for name in _FIELDS:
        value = getattr(record, name, None)
        if value is not None and not (name == "path" and not isinstance(value, str)):
            told[name] = masked(value) if isinstance(value, str) else value
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        told["error"] = type(error).__qualname__
        told["where"] = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
    return told
