"""The shop window online: joining the catalogue, how the window stands, what it refused, leaving."""
