"""The shop: what it sells, what it sold, what it has; no Qt and no web here."""
