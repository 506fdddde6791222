"""The wire between a till and the online shops it keeps current; no Qt here."""
