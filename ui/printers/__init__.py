"""Setting up the receipt printer: which one, its paper, its letters, the drawer, the logo."""
