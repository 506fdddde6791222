"""Mutants of the wire: what is believed of an answer, what is sent, and what the catalogue takes."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

_HTTP: Final = "sync/http.py"
_CONNECTOR: Final = "sync/connectors/catalogue.py"
_PUSH: Final = "sync/push.py"
_TAKING: Final = "sync/catalogue/batches.py"
_NO_ECHO: Final = ("tests/sync/test_faults.py::test_an_answer_that_does_not_echo_settles_nothing",)
_WITNESS: Final = "tests/sync/test_witnessing.py"

MUTANTS: Final = (
    Mutant(
        "follow a redirect",
        _HTTP,
        "                allow_redirects=False,\n",
        "                allow_redirects=True,\n",
        ("tests/sync/test_http.py::test_a_redirect_is_not_followed",),
    ),
    Mutant(
        "accept text/html",
        _HTTP,
        "        if media_type != MEDIA_TYPE:",
        "        if not media_type:",
        ("tests/sync/test_http.py::test_what_may_have_arrived_is_unsettled",),
    ),
    Mutant(
        "echo not checked",
        _CONNECTOR,
        "        _need_echo((reply.attempt, reply.term) == (sent.attempt, sent.term))\n",
        "",
        _NO_ECHO,
    ),
    Mutant(
        "rows not checked against those sent",
        _CONNECTOR,
        "        _need_echo(\n"
        "            [(result.product, result.version) for result in reply.results]\n"
        "            == [(row.product, row.version) for row in sent.rows]\n"
        "        )\n",
        "",
        _NO_ECHO,
    ),
    Mutant(
        "unknown treated as accepted",
        _PUSH,
        "            return kernel.Refused(len(outbox.claimed(self._db, attempt_id)), error.reason)\n"
        "        except SyncError as error:\n"
        "            return self._event(error)\n",
        "            return kernel.Refused(len(outbox.claimed(self._db, attempt_id)), error.reason)\n"
        "        except SyncError:\n"
        "            rows = outbox.claimed(self._db, attempt_id)\n"
        "            taken = [kernel.RowResult(row.product_id, row.claimed_gen, 'applied') for row in rows]\n"
        "            return kernel.Accepted(tuple(taken))\n",
        ("tests/sync/test_faults.py::test_after_any_fault_the_window_is_true",),
    ),
    Mutant(
        "sent before it is in the file",
        _PUSH,
        "            with transaction(self._db):\n"
        "                self._keep(state)\n"
        "                for effect in writes:\n"
        "                    following = self._write(effect)\n",
        "            if not self._db.connection.in_transaction:\n"
        "                self._db.execute('BEGIN')\n"
        "            self._keep(state)\n"
        "            for effect in writes:\n"
        "                following = self._write(effect)\n"
        "            if not any(isinstance(effect, kernel.Claim) for effect in writes):\n"
        "                self._db.execute('COMMIT')\n",
        ("tests/sync/test_faults.py::test_an_attempt_is_in_the_file_before_it_is_sent",),
    ),
    Mutant(
        "a heartbeat vouches for what is on its way",
        _PUSH,
        "            version=last if oldest is None else min(last, oldest - 1),\n",
        "            version=last,\n",
        ("tests/sync/test_heartbeats.py",),
    ),
    Mutant(
        "the witness is not asked before anything is sent",
        _PUSH,
        "        if self._is_recognised or self.state.phase",
        "        if self._last_sent_ms == 0 or self.state.phase",
        (_WITNESS,),
    ),
    Mutant(
        "an old copy that was found out publishes on",
        _PUSH,
        "            self.distrust(Distrust.CONTRADICTED)\n",
        "            pass\n",
        (_WITNESS,),
    ),
    Mutant(
        "a file goes on in an epoch that another one had",
        "pos/operations/beginning.py",
        "    known = furthest([*anchored, *kept_by_witness(db)])",
        "    known = furthest(anchored)",
        (f"{_WITNESS}::test_a_file_that_goes_on_begins_an_epoch_above_the_one_the_witness_knows",),
    ),
    Mutant(
        "no idempotency key",
        _TAKING,
        "        Attempt.objects.create(\n",
        "        Attempt(\n",
        ("tests/sync/catalogue/test_any_order.py::test_resent_attempts_are_answered_alike_and_change_nothing",),
    ),
    Mutant(
        "ignore term",
        _TAKING,
        "    if key_term != found.term or given != found.term:",
        "    if given > found.term:",
        ("tests/sync/catalogue/test_terms.py::test_the_old_term_is_over",),
    ),
    Mutant(
        "ignore the term of a row",
        _TAKING,
        "(term, row.version) <= known.mark:",
        "row.version <= known.mark[1]:",
        ("tests/sync/catalogue/test_terms.py::test_a_restored_file_counts_again_under_a_new_term",),
    ),
    Mutant(
        "older versions are applied",
        _TAKING,
        "(term, row.version) <= known.mark:",
        "(term, row.version) == known.mark:",
        ("tests/sync/catalogue/test_any_order.py::test_any_order_and_any_doubles_end_at_the_highest_version",),
    ),
)
