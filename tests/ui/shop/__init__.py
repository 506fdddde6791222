"""The shop's own sheet."""
