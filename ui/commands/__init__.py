"""What `comptoir` does on the command line: one module a command, each with `describe` and `run`."""
