"""The walk over every window of the till: what each check looks at, and what it finds wrong, in words."""
