"""What is found out about the till's records at the start, and what a person decides about it."""
