"""What an inspector reads beside the records: keys, program, settings with their history, staff with their rights."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pos.database.journal.reading import KeptParameter
from pos.domain.staff import Role
from pos.domain.tax import TaxRate
from pos.fiscal.record import Record
from pos.operations.inspecting import SettingsFacts, StaffFacts, TillFacts
from pos.wording import Wording, mark
from ui.inspector.field_words import field_in_words
from ui.inspector.reading_view import Pair, Part, Sentence, Title
from ui.inspector.record_words import heading_of, kind_in_words
from ui.staff.staff_words import RIGHT_WORDS, ROLE_NAMES

SETTING_WORDS: Final[dict[str, str]] = {
    "shop.identity": mark("Who the shop is"),
    "day.cut_off": mark("Hour at which a business day begins"),
    "year.last_month": mark("Last month of the financial year"),
    "drawer.float": mark("In the drawer when a day begins, in cents"),
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def keys_and_program(facts: TillFacts, wording: Wording) -> tuple[Part, ...]:
    """The till, its keys with their fingerprints, its program with every file of the fiscal perimeter."""
    return (*_till(facts, wording), *_keys(facts, wording), *_program(facts, wording))


def settings_in_words(facts: SettingsFacts, rates: Sequence[TaxRate], wording: Wording) -> tuple[Part, ...]:
    """The settings as they stand, the dated ones, the VAT rates, and every change that was recorded, newest first."""
    now = [one for one in facts.kept if not one.valid_from]
    dated = [one for one in facts.kept if one.valid_from]
    return (
        Title(wording("Settings as they stand")),
        *(part for one in now for part in _kept(one, wording)),
        Title(wording("Parameters of the law and of the shop, by date")),
        *(Pair(f"{one.name} · {one.valid_from}", one.value) for one in dated),
        *_vat(rates, wording),
        Title(wording("Changes that were recorded")),
        *(_change(one, wording) for one in facts.changes),
        *(() if facts.changes else (Sentence(wording("Nothing was changed since the journal began.")),)),
    )


def staff_in_words(facts: StaffFacts, wording: Wording) -> tuple[Part, ...]:
    """Everybody who works or worked here, and what each role may do."""
    parts: list[Part] = [Title(wording("Staff"))]
    for one in facts.people:
        role = wording(ROLE_NAMES[Role(one.role)]) if one.role in set(Role) else one.role
        has_pin = wording("has a PIN") if one.has_pin else wording("has no PIN")
        came = wording("since {day}").format(day=_day(one.created_at_ms, wording))
        left = "" if one.left_at_ms is None else wording("gone since {day}").format(day=_day(one.left_at_ms, wording))
        parts.append(Pair(one.name, " · ".join(filter(None, (role, has_pin, came, left, one.id)))))
    parts.append(Title(wording("Rights of each role")))
    for role_of, rights in facts.rights.items():
        said = [wording(RIGHT_WORDS[right]) for right in RIGHT_WORDS if right in rights]
        parts.append(Pair(wording(ROLE_NAMES[role_of]), "\n".join(said)))
    return tuple(parts)


def _till(facts: TillFacts, wording: Wording) -> Iterator[Part]:
    yield Title(wording("The till"))
    yield Pair(wording("Name"), facts.till.name)
    yield Pair(wording("Its id"), facts.till.id)
    yield Pair(wording("Epoch"), wording.number(facts.till.epoch))
    for kind, count in facts.counts.items():
        yield Pair(kind_in_words(kind, wording), wording.number(count))


def _keys(facts: TillFacts, wording: Wording) -> Iterator[Part]:
    yield Title(wording("Signing keys"))
    for span in facts.keys:
        until = wording.number(span.to_seq) if span.to_seq is not None else wording("now")
        said = wording("Records {first} to {last}").format(first=wording.number(span.from_seq), last=until)
        yield Pair(said, span.key.fingerprint)


def _program(facts: TillFacts, wording: Wording) -> Iterator[Part]:
    software = facts.software
    yield Title(wording("Program"))
    yield Pair(wording("Fiscal version"), software.version)
    yield Pair(wording("Print of the fiscal program"), software.build)
    if software.is_attested:
        yield Sentence(wording("Every file of the fiscal program is the published one."), is_good=True)
    else:
        yield Sentence(wording("Version not attested: these files differ from the published ones."), is_bad=True)
        yield from (Sentence(name, is_bad=True) for name in software.changed)
    yield Title(wording("Files of the fiscal program, with their SHA-256"))
    for name in sorted(facts.files.keys() | facts.published.keys()):
        found, wanted = facts.files.get(name), facts.published.get(name)
        said = found or wording("missing")
        if found != wanted:
            said = f"{said}\n{wording('published')}: {wanted or wording('none')}"
        yield Pair(name, said)


def _vat(rates: Sequence[TaxRate], wording: Wording) -> Iterator[Part]:
    yield Title(wording("VAT rates"))
    for rate in rates:
        since = wording("since {day}").format(day=wording.date(rate.valid_from))
        yield Pair(f"{rate.tax_class.value} · {wording.percent(rate.rate_bp)}", f"{since}\n{rate.source}")


def _change(record: Record, wording: Wording) -> Part:
    said = f"{wording.date_time(record.at)} · {record.writer.operator_name}"
    number = wording("record {number}").format(number=wording.number(record.seq))
    return Pair(said, f"{heading_of(record, wording)} · {number}")


def _kept(one: KeptParameter, wording: Wording) -> Iterator[Part]:
    """A setting; of one that has parts, each by its name."""
    parts = _parts_of(one.value)
    yield Pair(_setting(one.name, wording), "" if parts else one.value)
    for name, value in parts.items():
        said = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        yield Pair(field_in_words("", name, wording), said, depth=1)


def _parts_of(value: str) -> dict[str, Any]:
    try:
        parts = json.loads(value)
    except ValueError:
        return {}
    return parts if isinstance(parts, dict) else {}


def _setting(name: str, wording: Wording) -> str:
    return f"{wording(SETTING_WORDS[name])} ({name})" if name in SETTING_WORDS else name


def _day(at_ms: int, wording: Wording) -> str:
    return wording.date(_EPOCH + timedelta(milliseconds=at_ms))
