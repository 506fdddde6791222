"""The windows, and the program that opens them; the only Qt."""
