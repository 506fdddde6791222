"""Reservations: how they are made, what may still be promised, what becomes of them, and what the till reads of them.

Everything that changes a reservation happens under the row of its shop, in one transaction with the cursor it gets:
two shoppers for the last piece come one after the other, and the till's feed is in the order of the commits.
"""
