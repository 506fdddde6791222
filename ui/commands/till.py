"""`comptoir` alone: the till."""
