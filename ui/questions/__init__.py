"""Questions that shoppers asked online: the list, and the shop's answers."""
