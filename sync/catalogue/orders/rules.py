"""How a shop takes reservations: by default it is asked, and answers."""

from collections.abc import Iterable

from sync.catalogue import lasting, rows
from sync.catalogue.auditing import by_till, note
from sync.catalogue.batches import check_term
from sync.catalogue.database import writing
from sync.catalogue.models import Product, Rules, TillKey
from sync.order_protocol import Rules as ToldRules
from sync.order_protocol import RulesReply


def rules_of(shop: str, kept: Rules | None) -> Rules:
    """Return the rules that a shop's till told, or else those of a shop that said nothing: it takes requests."""
    return kept or Rules(
        shop_id=shop, takes=True, mode="request", safety_milli=0, hold_minutes=24 * 60, answer_minutes=4 * 60
    )


def kept_rules(shops: Iterable[str]) -> dict[str, Rules | None]:
    """Find what the tills of some shops told; None for a shop that said nothing."""

    def read(asked: list[str]) -> dict[str, Rules | None]:
        return dict.fromkeys(asked) | Rules.objects.in_bulk(asked)

    return lasting.facts_of("rules", shops, read)


def take(shop: str, key_term: int, told: ToldRules, *, now_ms: int) -> RulesReply:
    """Keep a shop's rules, and return the version that is kept now.

    May be repeated: only a (term, version) greater than the one held replaces it. Reservations that were made stay as
    they are; what the window shows follows, where the mode or the safety stock changed.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    with writing():
        held = check_term(shop, key_term, told.term)
        kept = Rules.objects.filter(pk=shop).first()
        if kept is not None and (told.term, told.version) <= (kept.term, kept.version):
            return RulesReply(kept.term, kept.version)
        is_other_window = _shown_by(rules_of(shop, kept)) != (told.takes, told.mode, told.safety_milli)
        Rules.objects.update_or_create(
            pk=shop,
            defaults={
                "term": told.term,
                "version": told.version,
                "takes": told.takes,
                "mode": told.mode,
                "safety_milli": told.safety_milli,
                "hold_minutes": told.hold_minutes,
                "answer_minutes": told.answer_minutes,
            },
        )
        till = TillKey.objects.filter(shop=held, term=key_term).values_list("till_name", flat=True).first() or ""
        note(by_till(till), "rules changed", shop=held, detail=_in_words(told), now_ms=now_ms)
        if is_other_window:
            shown = Product.objects.filter(shop_id=shop, shown=True).values_list("pk", flat=True)
            rows.note_changes(shop, now_ms, list(shown), figures_only=True)
    return RulesReply(told.term, told.version)


def _in_words(told: ToldRules) -> str:
    if not told.takes:
        return "takes none"
    safety = f", safety {told.safety_milli}" if told.mode == "safety" else ""
    return f"{told.mode}{safety}, holds {told.hold_minutes} min, answers within {told.answer_minutes} min"


def _shown_by(kept: Rules) -> tuple[bool, str, int]:
    """Return what of the rules decides what the window shows."""
    return kept.takes, kept.mode, kept.safety_milli
