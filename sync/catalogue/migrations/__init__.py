"""How the catalogue's tables came to be; a shipped migration is never edited."""
