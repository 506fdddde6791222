"""How the scanner is heard: trying one, the pace it needs, and which sounds the shop wants."""
