"""Requirements of fiscal integrity, one test each."""
