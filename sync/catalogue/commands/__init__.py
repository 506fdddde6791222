"""Subcommands of `comptoir catalogue`, one a file: each has `add(commands)`, which describes and binds it."""
