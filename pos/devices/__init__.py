"""The things on the counter: bytes only, each with a pretend twin."""
