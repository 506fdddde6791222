"""When shop and window are compared, when a difference counts, and what is done about it; lives on the sync thread.

A quarter of an hour after the last comparison, after the line was away for more than five minutes, or when a person
asks, and only while the line is well and nothing waits. What a look finds counts when another one, at least a minute
later, finds the very same: ours and theirs, versions and all, so nothing moved in between. It never waits for that
minute; it looks again in a later round. What counts is sent again, unless so much would change that a person must look
first (`sync.drift.brake`). Nothing of what the window holds is ever taken over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pos.database import digests, drifts, online_links, online_log, outbox, settings
from pos.database.connection import Database, transaction
from pos.domain.drift import DriftState
from pos.domain.identity import to_ms
from pos.domain.online_log import LogEvent
from sync import drift, looking, repairing, terms
from sync.drift import Brake, Finding
from sync.errors import Distrust
from sync.kernel import Phase
from sync.looking import Look
from sync.order_protocol import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pos.database.online_links import OnlineLink
    from pos.domain.drift import Drift
    from sync.order_protocol import BucketReply
    from sync.push import Push

COMPARED_EVERY: Final = timedelta(minutes=15)
LOOKS_APART: Final = timedelta(seconds=60)
LONG_AWAY: Final = timedelta(minutes=5)
_MS: Final = timedelta(milliseconds=1)
_NEXT_RECOUNTED: Final = "compare.next_recounted"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a comparison ended: how many products the window must show, which differ, and what was done about them.

    marked is how many are sent again, agreed how many agree again that did not before, by another look once all was
    sent; brake is why nothing was mended. Differences that a person left, or must mend, and that are known already, are
    among the findings no more.
    """

    at: datetime
    products: int
    findings: tuple[Finding, ...] = ()
    marked: int = 0
    agreed: int = 0
    brake: Brake | None = None


LOOKS_AT_MOST: Final = 5
"""So many pairs of looks a person's question is worth, while differences change between them."""


class Comparing:
    """Compares one online shop with the shop's own books, round by round."""

    def __init__(self) -> None:
        """Nothing is looked at before the first `round`."""
        self.comparison: Comparison | None = None
        self._link: OnlineLink | None = None
        self._asked = False
        self._look: Look | None = None
        self._first: Mapping[str, Finding] | None = None
        self._looks = 0
        self._look_again_ms = 0
        self._not_before_ms = 0
        self._away_since_ms: int | None = None
        self._is_due = False
        self._verifies = False

    def ask(self) -> None:
        """A person asks: compare in the next round, and add up every level from its movements. Returns at once."""
        self.comparison = None
        self._not_before_ms = 0
        self._asked = True

    @property
    def looks_again(self) -> bool:
        """Whether a look found something that another one has to find as well."""
        return self._first is not None

    def round(self, db: Database, push: Push) -> bool:
        """Go on comparing when it is time; whether there is more to do at once.

        May be repeated at any time, and ends early where news wait or the line is lost: it then looks anew later.
        """
        if self._link is None or not terms.same(self._link, push.link):
            self._link = push.link
            self._begin_anew()
        self._watch(push)
        if push.state.phase is not Phase.CLEAN:
            self._look = None
            return False
        if self._look is None and not self._is_time(db, push):
            return False
        if outbox.waiting(db, push.link.target).waiting:
            return False
        look = self._look or self._begin(db, push)
        self._look = look if look is not None and self._go_on(db, push, look) else None
        if look is None or self._look is None:
            self._come_back(push)
            return False
        if look.left:
            return True
        self._look = None
        return self._weigh(db, push, look)

    def _begin_anew(self) -> None:
        """Another joining, another window."""
        self._look = self._first = self._away_since_ms = None
        self._look_again_ms = self._not_before_ms = self._looks = 0
        self._is_due = self._verifies = False

    def _watch(self, push: Push) -> None:
        """Notice when the line comes back after a while, or after a person was asked."""
        now_ms = to_ms(push.now)
        if push.trouble is not None:
            self._away_since_ms = self._away_since_ms or now_ms
            self._is_due = self._is_due or push.state.phase is Phase.SUSPENDED
        elif self._away_since_ms is not None:
            self._is_due = self._is_due or now_ms - self._away_since_ms > LONG_AWAY // _MS
            self._away_since_ms = None

    def _begin(self, db: Database, push: Push) -> Look | None:
        digest = push.ask(lambda connector: connector.read_digest())
        if digest is None:
            return None
        target, term = push.link.target, push.link.term
        return looking.begin(db, target, digest, term=term, recounted=self._recounted(db))

    def _come_back(self, push: Push) -> None:
        """A look that broke off begins anew; an online shop that cannot be compared at all has time to learn it."""
        if push.state.phase is Phase.CLEAN:
            self._asked = self._is_due = False
            self._not_before_ms = to_ms(push.now) + COMPARED_EVERY // _MS
        else:
            self._not_before_ms = to_ms(push.now) + LOOKS_APART // _MS

    def _is_time(self, db: Database, push: Push) -> bool:
        """Whether to look now; a moment that a jump of the clock put far away is not believed."""
        now_ms = to_ms(push.now)
        if self._first is not None:
            return not now_ms < self._look_again_ms <= now_ms + LOOKS_APART // _MS
        if now_ms < self._not_before_ms <= now_ms + COMPARED_EVERY // _MS:
            return False
        if self._asked or self._is_due:
            return True
        link = online_links.get(db, push.link.target)
        last_ms = None if link is None else link.compared_at_ms
        return last_ms is None or not last_ms <= now_ms < last_ms + COMPARED_EVERY // _MS

    def _recounted(self, db: Database) -> range | list[int]:
        if self._asked:
            return range(BUCKETS)
        start = int(settings.get(db, _NEXT_RECOUNTED, "0"))
        return [(start + place) % BUCKETS for place in range(looking.RECOUNTED_A_LOOK)]

    def _go_on(self, db: Database, push: Push, look: Look) -> bool:
        def read(bucket: int) -> BucketReply | None:
            return push.ask(lambda connector: connector.read_bucket(bucket))

        return looking.go_on(db, push.link.target, look, read, term=push.link.term)

    def _weigh(self, db: Database, push: Push, look: Look) -> bool:
        """A look is done: look again, or do what is to be done; whether there is more to do at once."""
        first, self._first = self._first, None
        if first is None and look.findings:
            self._first = look.findings
            self._look_again_ms = to_ms(push.now) + LOOKS_APART // _MS
            return False
        agreed_on = [one for one in look.findings.values() if first is not None and first.get(one.product_id) == one]
        self._looks += 1
        if self._asked and len(agreed_on) < len(look.findings) and self._looks < LOOKS_AT_MOST:
            self._first = look.findings  # something moved between the looks, and a person wants to know
            self._look_again_ms = to_ms(push.now) + LOOKS_APART // _MS
            return False
        self._looks = 0
        done, told = self._settle(db, push, look, agreed_on), self.comparison
        if self._verifies and told is not None and not done.findings:
            self.comparison = replace(told, agreed=told.agreed + done.agreed)
        else:
            self.comparison = done
        self._asked = False
        self._is_due = self._verifies = done.marked > 0 and not self._verifies
        return done.marked > 0

    def _settle(self, db: Database, push: Push, look: Look, agreed_on: Sequence[Finding]) -> Comparison:
        link, now = push.link, push.now
        known = {one.product_id: one for one in drifts.unmended(db, link.target)}
        fresh = [one for one in agreed_on if not _is_left(one, known.get(one.product_id))]
        let = {product for product, one in known.items() if one.state is DriftState.REPAIRING}
        braked = drift.brake([one for one in fresh if one.product_id not in let], products=look.products)
        with transaction(db):
            agreed = _note(db, link.target, look, differing=len(agreed_on), now=now)
            new = [one for one in fresh if one.product_id not in known]
            if new:
                repairing.note_found(db, link.target, new, now=now)
        if braked is not None:
            push.distrust(Distrust.MASS_CHANGE)
            repairing.hold(db, link, fresh, brake=braked, now=now)
            return Comparison(now, look.products, tuple(fresh), agreed=agreed, brake=braked)
        marked = repairing.repair(db, link, fresh, now=now)
        return Comparison(now, look.products, tuple(fresh), marked, agreed)


def _is_left(finding: Finding, known: Drift | None) -> bool:
    """Whether a person left this very difference, or must mend it."""
    if known is None or known.state is not DriftState.FOUND:
        return False
    return (finding.kind, repairing.as_text(finding.theirs)) == (known.kind, known.theirs)


def _note(db: Database, target: str, look: Look, *, differing: int, now: datetime) -> int:
    """Note that a comparison was made, and what agrees again by it; gives how many products those are."""
    still = {*look.findings, *digests.on_their_way(db, target)}
    agreed = drifts.settle(db, target, still=still, now_ms=to_ms(now))
    if agreed:
        online_log.note(db, target, LogEvent.DRIFT_REPAIRED, now=now, products=agreed)
    online_log.note(db, target, LogEvent.COMPARED, now=now, products=look.products, differing=differing)
    online_links.note_compared(db, target, at_ms=to_ms(now))
    start = int(settings.get(db, _NEXT_RECOUNTED, "0"))
    settings.put(db, _NEXT_RECOUNTED, str((start + looking.RECOUNTED_A_LOOK) % BUCKETS))
    return agreed
