"""The catalogue's commands, one file each: `add` brings its words, and a function does what they wish.

def add(commands: Commands) -> None:
    wish = commands.add_parser("shop", help="…")
    with_folder(wish, _run)
"""
