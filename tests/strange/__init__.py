"""Strange calls by the thousand, made from the catalogue's own description of its calls."""
