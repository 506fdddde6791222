"""The promise "a sale acknowledged is a sale kept", tried by killing the program and by cutting the power.

    python -m tests.durability --kills 200 --cuts 10000

kills: a process that really sells is killed (SIGKILL) at random moments, and its file is opened again. cuts: the
same selling is recorded write by write (`recording`), the power is cut at random moments of the record, and a model
of a disk (`disk`) says what is left: of what was not synced, any sector may be kept, lost or torn. Either way the file
must hold what `promises` says.
"""
