"""Sending the shop's news to one online shop: does what `sync.kernel` decides, and nothing of its own.

An attempt is durable, with its exact body, before it is sent; no transaction is open while the network is waited
for; a row is settled by nothing but a valid answer that echoes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from pos.database import online_links, online_log, outbox, till
from pos.database.connection import Database, snapshot, transaction
from pos.domain.identity import NewId, to_ms
from pos.domain.online_log import LogEvent
from sync import batches, kernel, settling, skew, terms, witnessing
from sync.errors import Distrust, Outdated, Rejected, Suspended, SyncError, Temporary, Unsettled, suspended_for
from sync.kernel import Phase, Target
from sync.protocol import Heartbeat
from sync.state import Pushed
from sync.waits import Retries

if TYPE_CHECKING:
    import random

    from pos.database.online_links import OnlineLink
    from sync.connector import Connector
    from sync.witnessing import Contradiction

Clock = Callable[[], datetime]
Answer = TypeVar("Answer")
_Calling = kernel.Send | kernel.Reread


class Push:
    """One online shop's line and how it stands; belongs to the thread of its database."""

    def __init__(
        self,
        db: Database,
        link: OnlineLink,
        connector: Connector,
        *,
        clock: Clock,
        new_id: NewId,
        chance: random.Random,
        settled: Callable[[], None] = lambda: None,
        pull_orders: Callable[[], object] = lambda: None,
    ) -> None:
        """Take up where the file says the last push stopped.

        Args:
            db: the shop.
            link: the online shop, as the file holds it.
            connector: the line to it.
            clock: gives the moment, timezone-aware; it may jump.
            new_id: names attempts.
            chance: spreads waits.
            settled: called after every answer that settled something.
            pull_orders: called, outside any transaction, before an attempt that was outdated is computed anew.
        """
        self._db = db
        self._link = link
        self._target = link.target
        self._connector = connector
        self._clock = clock
        self._new_id = new_id
        self._chance = chance
        self._settled = settled
        self._pull_orders = pull_orders
        self._last_trouble = Temporary(Unsettled.UNREACHABLE)
        self._last_sent_ms = 0
        self._is_recognised = False
        self._unsent = ""
        self.state = _standing(link, outbox.open_attempt(db, link.target), self._now_ms())
        self.current_at_ms = link.current_at_ms
        self.pushed = Pushed()

    @property
    def link(self) -> OnlineLink:
        """The joining that this line publishes under."""
        return self._link

    @property
    def now(self) -> datetime:
        """The moment, by the line's clock."""
        return self._clock()

    @property
    def new_id(self) -> NewId:
        """What names attempts."""
        return self._new_id

    @property
    def trouble(self) -> SyncError | None:
        """Why nothing is sent now, or None when all is well."""
        if self.state.phase is Phase.SUSPENDED:
            return suspended_for(self.state.reason or Distrust.FORBIDDEN)
        return self._last_trouble if self.state.phase in {Phase.UNKNOWN, Phase.WAIT} else None

    @property
    def wait(self) -> timedelta | None:
        """How long nothing may be sent; None when it waits for a person or for news."""
        if self.state.phase not in {Phase.UNKNOWN, Phase.WAIT}:
            return None
        return timedelta(milliseconds=max(0, self.state.not_before_ms - self._now_ms()))

    def serves(self, link: OnlineLink) -> bool:
        """Whether this is still the link in the shop's file (it may have been joined anew)."""
        return terms.same(self._link, link)

    def drain(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Send all there is to send, or until a wait, a suspension or `stopped`.

        May be repeated at any time: an attempt open since before is sent again as it is before anything new.
        """
        if self._has_term():
            self._go_through(kernel.Woken(), stopped)
            if self.state.phase is Phase.CLEAN:
                self._look_whether_current()

    def recognise(self) -> Contradiction | None:
        """Ask the witness, before anything is sent, whether this is the file it knows; what it says against it, if so.

        May be repeated: it asks until it was answered once. An old copy or a clone publishes nothing then, and an
        online shop that cannot be asked hears no more of it than before.
        """
        self._notice_epoch()
        if self._is_recognised or self.state.phase is Phase.SUSPENDED or not kernel.due(self.state, self._now_ms()):
            return None
        return self._compare_heads(hurried=False)

    def distrust(self, reason: Distrust) -> None:
        """Stop sending until a person has looked: what was found out elsewhere says so. May be repeated."""
        self._go_through(kernel.Distrusted(reason), lambda: False)

    def resume(self) -> None:
        """A person looked: forget the suspension and any wait. What is open is sent by the next drain.

        A file that the witness contradicts stays as it is, until it began a new epoch.
        """
        state, _ = kernel.step(self.state, kernel.Resumed(), self._now_ms(), self._chance)
        self._enter(state)

    def hurry(self) -> None:
        """A person asks: forget the wait. What is open is sent by the next drain."""
        state, _ = kernel.step(self.state, kernel.Hurried(), self._now_ms(), self._chance)
        self._enter(state)

    def beat(self, *, closing: bool = False) -> bool:
        """Say that everything up to a version was sent, when the line is well; whether it was heard.

        May be repeated: it says what is true when it is sent. A closing one gives up after a second.
        """
        if self.state.phase is not Phase.CLEAN:
            return False
        beat = self._heartbeat(closing=closing)
        try:
            self._connector.heartbeat(beat, hurried=closing)
        except SyncError as error:
            self._go_through(self._event(error), lambda: False)
            return False
        self._go_through(kernel.Heard(), lambda: False)
        with transaction(self._db):
            skew.note(self._db, self._target, self._connector.skew, now=self._clock())
            if beat.waiting == 0:
                self.current_at_ms = beat.sent_at_ms
                online_links.note_current(self._db, self._target, at_ms=beat.sent_at_ms, version=beat.version)
        return True

    def tell_head(self, *, hurried: bool = False) -> Contradiction | None:
        """Tell the witness the end of the chain, when the line is well; what it says against it, if anything.

        A file that it contradicts sends nothing more. May be repeated. That it cannot be asked is no trouble of the
        line: the next heartbeat is another occasion.
        """
        return self._compare_heads(hurried=hurried) if self.state.phase is Phase.CLEAN else None

    def ask(self, call: Callable[[Connector], Answer]) -> Answer | None:
        """Ask something over the line when it is well; None when there is no answer, which is then the line's trouble.

        May be repeated if the call may. An online shop that does not know the call is no trouble of the line.
        """
        if self.state.phase is not Phase.CLEAN:
            return None
        try:
            answer = call(self._connector)
        except Rejected:
            return None
        except SyncError as error:
            self._go_through(self._event(error), lambda: False)
            return None
        self._go_through(kernel.Heard(), lambda: False)
        return answer

    def close(self) -> None:
        """Hang up."""
        self._connector.close()

    def abort(self) -> None:
        """Break off the call on its way; may be called from another thread."""
        self._connector.abort()

    def _compare_heads(self, *, hurried: bool) -> Contradiction | None:
        try:
            found = witnessing.tell_head(self._db, self._connector, hurried=hurried)
        except SyncError:
            return None
        self._is_recognised = True
        if found is not None:
            self.distrust(Distrust.CONTRADICTED)
        return found

    def _go_through(self, event: kernel.Event, stopped: Callable[[], bool]) -> None:
        """Take one event and all that follow from what it makes us do."""
        following: kernel.Event | None = event
        while following is not None:
            state, effects = kernel.step(self.state, following, self._now_ms(), self._chance)
            if stopped():
                effects = tuple(one for one in effects if not isinstance(one, kernel.Claim | _Calling))
            following = self._enter(state, effects)
            for effect in effects:
                if isinstance(effect, kernel.Send):
                    following = self._send(effect.attempt)
                elif isinstance(effect, kernel.Reread):
                    following = self._reread()

    def _enter(self, state: Target, effects: Sequence[kernel.Effect] = ()) -> kernel.Event | None:
        """Take on a state; what it asks of the shop's file, and what the next start must know, is one transaction."""
        following: kernel.Event | None = None
        before = self.pushed
        writes = [effect for effect in effects if not isinstance(effect, _Calling)]
        if writes == [kernel.Claim(state.limit)] and not outbox.has_news(self._db, self._target):
            following, writes = kernel.NothingLeft(), []
        if writes or _kept(state) != _kept(self.state):
            with transaction(self._db):
                self._keep(state)
                for effect in writes:
                    following = self._write(effect)
        self.state = state
        if self.pushed != before:
            self._settled()
        return following

    def _keep(self, state: Target) -> None:
        """Keep how the line stands, unless the shop was joined anew meanwhile: then this line's troubles are over."""
        if _kept(state) != _kept(self.state) and terms.is_joined(self._db, self._link):
            suspended, not_before_ms, failures = _kept(state)
            online_links.note_standing(
                self._db, self._target, suspended=suspended, not_before_ms=not_before_ms, failures=failures
            )
            for event, details in _news(self.state, state, self._last_trouble):
                online_log.note(self._db, self._target, event, now=self._clock(), **details)

    def _write(self, effect: kernel.Effect) -> kernel.Event | None:
        match effect:
            case kernel.Claim(limit):
                return self._claim(limit)
            case kernel.Settle(attempt, results):
                self.pushed += settling.settle(self._db, self._target, attempt, results, now=self._clock())
            case kernel.SetAside(attempt, reason):
                self.pushed += settling.set_aside(self._db, self._target, attempt, reason, now=self._clock())
            case kernel.Release(attempt):
                outbox.settle(self._db, attempt, clean=())
        return None

    def _claim(self, limit: int) -> kernel.Event:
        attempt_id = self._new_id()
        written = terms.is_joined(self._db, self._link) and batches.write_attempt(
            self._db, self._link, attempt_id=attempt_id, limit=limit, now_ms=self._now_ms()
        )
        self._unsent = attempt_id if written else ""
        return kernel.Claimed(attempt_id) if written else kernel.NothingLeft()

    def _send(self, attempt_id: str) -> kernel.Event | None:
        """Send the stored body, byte for byte; None when the attempt is gone because the shop was joined anew."""
        attempt = outbox.open_attempt(self._db, self._target)
        if attempt is None or attempt.id != attempt_id:
            return None
        again, self._unsent = attempt_id != self._unsent, ""
        try:
            if attempt.stream == "product":
                return kernel.Accepted(self._connector.push_products(attempt.body).results)
            return kernel.Accepted(self._connector.push_levels(attempt.body, again=again).results)
        except Outdated:
            return kernel.Stale()
        except Rejected as error:
            return kernel.Refused(len(outbox.claimed(self._db, attempt_id)), error.reason)
        except SyncError as error:
            return self._event(error)

    def _reread(self) -> kernel.Event:
        """Pull the orders, so that what is claimed next is computed from them."""
        try:
            self._pull_orders()
        except SyncError as error:
            return self._event(error)
        return kernel.ReadAgain()

    def _has_term(self) -> bool:
        """Whether the term was granted for the file's epoch; asks for the next one after a restore."""
        if not self._notice_epoch():
            return True
        if self.state.phase is Phase.SUSPENDED or not kernel.due(self.state, self._now_ms()):
            return False
        try:
            self._link = terms.renew(self._db, self._link, self._connector, now=self._clock())
        except Rejected:
            self._go_through(kernel.Distrusted(Distrust.STALE_TERM), lambda: False)
            return False
        except SyncError as error:
            self._go_through(self._event(error), lambda: False)
            return False
        self.state = _standing(self._link, None, self._now_ms())
        return True

    def _notice_epoch(self) -> bool:
        """Whether the file is of another epoch than its term; a person's decision on what the witness said is one."""
        if till.identity(self._db).epoch == self._link.epoch:
            return False
        self._go_through(kernel.EpochBegan(), lambda: False)
        return True

    def _look_whether_current(self) -> None:
        now_ms = self._now_ms()
        news = outbox.waiting(self._db, self._target)
        if news.waiting == 0 and news.levels_aside == 0:
            self.current_at_ms = now_ms

    def _heartbeat(self, *, closing: bool) -> Heartbeat:
        """What is true in one moment of the file; sent_at_ms never goes back, or the catalogue would not listen."""
        self._last_sent_ms = max(self._now_ms(), self._last_sent_ms + 1)
        with snapshot(self._db):
            news = outbox.waiting(self._db, self._target)
            oldest = outbox.oldest_news(self._db, self._target) if news.waiting else None
            last = till.last_version(self._db)
        return Heartbeat(
            term=self._link.term,
            version=last if oldest is None else min(last, oldest - 1),
            sent_at_ms=self._last_sent_ms,
            waiting=news.waiting + news.levels_aside,
            closing=closing,
        )

    def _event(self, error: SyncError) -> kernel.Event:
        if isinstance(error, Suspended):
            return kernel.Distrusted(error.reason)
        if not isinstance(error, Temporary):
            return kernel.Lost()
        self._last_trouble = error
        if error.wait is None:
            return kernel.Lost()
        return kernel.ToldToWait(error.wait // timedelta(milliseconds=1))

    def _now_ms(self) -> int:
        return to_ms(self._clock())


def _standing(link: OnlineLink, attempt: outbox.Attempt | None, now_ms: int) -> Target:
    """Where the file says the line stands; an attempt found open may or may not have arrived."""
    reason = Distrust(link.suspended) if link.suspended else None
    phase = (
        Phase.SUSPENDED if reason else Phase.UNKNOWN if attempt else Phase.WAIT if link.not_before_ms else Phase.CLEAN
    )
    return Target(
        phase=phase,
        attempt=attempt.id if attempt else "",
        failures=link.failures,
        not_before_ms=link.not_before_ms,
        retries=Retries(since_ms=now_ms),
        reason=reason,
    )


def _kept(state: Target) -> tuple[str, int, int]:
    return (state.reason.value if state.reason else "", state.not_before_ms, state.failures)


def _news(before: Target, after: Target, trouble: Temporary) -> Iterator[tuple[LogEvent, dict[str, str]]]:
    """What of a change of standing a shopkeeper would want to read later."""
    if after.reason is not None and after.reason is not before.reason:
        yield LogEvent.SUSPENDED, {"reason": after.reason.value}
    elif before.reason is not None and after.reason is None:
        yield LogEvent.RESUMED, {}
    elif after.failures and not before.failures:
        yield LogEvent.LINE_LOST, {"reason": trouble.reason.value}
    elif before.failures and not after.failures and after.phase in _WELL:
        yield LogEvent.LINE_BACK, {}


_WELL = frozenset({Phase.CLEAN, Phase.DIRTY, Phase.INFLIGHT})
