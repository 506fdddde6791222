"""One file for each command of the catalogue beside serving and inviting: its words, and what it does with them.

Each has `add(commands)`, which says its options and what runs, and imports what it needs only when it does.
"""
