"""The journal: the only SQL that writes and reads signed records, their keys, counters and totals.

The other half of the fiscal perimeter beside `pos/fiscal`. A record is written in the transaction of what it proves.
"""
