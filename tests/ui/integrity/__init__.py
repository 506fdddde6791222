"""What was found wrong with the till's records, as a shopkeeper sees it."""
