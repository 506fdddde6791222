"""The people at the town hall who look after the catalogue: their accounts, and what they may do here.

`accounts` lets them in, `sessions` knows their browsers, `slowing` makes guessing slow; one file for each thing they
look after. Every deed is written down by `auditing` in its own transaction. The pages are in `pages/officer`.
"""
