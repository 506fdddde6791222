"""Training: begun and ended from the menu, and seen on every screen while it lasts."""
