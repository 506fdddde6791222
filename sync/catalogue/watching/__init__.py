"""Watching the catalogue at work: what is counted, what is logged, and whether it is well. No shopper is told apart."""
