"""Trying a scanner."""
