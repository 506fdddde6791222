"""Bringing a product list in: choose the file, check what was understood, import, save what was refused, undo."""
