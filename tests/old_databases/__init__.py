"""A shop's file of every released schema, small and packed: each must open, be found sound, and sell."""
