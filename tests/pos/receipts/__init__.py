"""Papers: what stands on them, and that it stays on them at every width."""
