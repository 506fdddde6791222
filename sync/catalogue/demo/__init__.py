"""An invented town to look at and to try things on: no shop, no person and no brand of it exists."""
