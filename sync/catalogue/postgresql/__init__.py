"""PostgreSQL as the catalogue uses it: Django's own way, less what would be asked before every page."""
