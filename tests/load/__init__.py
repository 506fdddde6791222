"""A whole town under load, next to a bare server that answers with the same bytes."""
