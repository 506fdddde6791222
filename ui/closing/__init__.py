"""Closing: the day that is open, the drawer that is counted, and the closings that were made."""
