"""The promise "what was altered is found", tried by altering a shop's file in thousands of ways.

    python -m tests.tampering --mutations 10000 --seed 1

A shop lives some days with the till's real operations (`shop`): tickets, duplicates, closings, events, a key rotation,
a restore. Every mutation starts from a copy of its file and does to it what a clumsy hand does (`edits`: a byte, a
column, a row) or a skilled one (`forgeries`: the chain recomputed with another key or with the till's own, a tail cut
with every counter put right, an old copy put back). `judging` verifies the copy as an inspector would and, apart from
the verifier, compares what the tables hold: a flip that left every row as it was is counted apart, as untouched.
"""
