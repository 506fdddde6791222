"""Backups made while the till is open, and the sheet that tells of them."""
