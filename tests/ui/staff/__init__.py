"""People at the till: signing in, a second person's word, and who works in the shop."""
