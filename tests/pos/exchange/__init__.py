"""Files in and out, held by tests."""
