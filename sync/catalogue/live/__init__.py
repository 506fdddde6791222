"""Live figures: a small server of its own that tails the news in the database and tells open pages (SSE)."""
