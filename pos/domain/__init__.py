"""The values and rules of a shop, pure: nothing here does I/O, reads a clock or draws a random number."""
