"""Backups: made by the hour while the till is open, and the sheet that says where, when, and how good they are."""
