"""Scans into the real till wherever the focus can be, and figures of what came of them."""
