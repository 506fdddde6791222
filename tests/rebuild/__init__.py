"""A catalogue that lost everything, rebuilt by the tills of its town."""
