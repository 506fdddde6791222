"""Finding a sale again, looking at its receipt as it was, and giving it out once more."""
