"""Words that somebody might write into a shop's window to make more of them than words."""

from __future__ import annotations

PAYLOADS = (
    "<script>window.broken=1;alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "</script><script>alert(1)</script>",
    "</title></textarea></style><svg/onload=alert(1)>",
    '<iframe src="javascript:alert(1)"></iframe>',
    '<a href="javascript:alert(1)">ici</a>',
    '<link rel=stylesheet href="https://elsewhere.example/x.css">',
    '<img src="https://elsewhere.example/x.png">',
    '<meta http-equiv="refresh" content="0;url=https://elsewhere.example/">',
    "<base href='https://elsewhere.example/'>",
    "{{ 7|add:7 }}{% url 'town' %}${7*7}#{7*7}<%= 7*7 %>",
    "]]><!--&lt;b&gt;\u2028\u2029",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    '=HYPERLINK("https://elsewhere.example","ici")',
    "+cmd|' /C calc'!A0",
    "-2+3\u0000\u0007\u001b[2J",
    "@SUM(1+1)*cmd",
    "Robert'); DROP TABLE catalogue_product;--",
    "x' OR '1'='1\" UNION SELECT hash FROM catalogue_tillkey --",
    "\u202egnp.exe\u202c \u2066caché\u2069",
    "BEGIN:VEVENT\r\nEND:VCALENDAR\r\nX-BROKEN:1",
    "Un\tdeux\nBcc: x@elsewhere.example",
    "Anticonstitutionnellement" * 7,
    "%s%n{0.__class__}\\",
    "𝕏é\u0301\U0001f956" * 12,
)


def seen(payload: str) -> str:
    """Return a payload as a line may carry it: on one line, and without what no shop's file takes."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in payload).split())
