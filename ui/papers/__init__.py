"""Papers that are still to come or may be incomplete, and what to do about each."""
