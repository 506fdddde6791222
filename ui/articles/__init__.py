"""The article card at the till: its fields, its codes, its photo, and the list it is chosen from."""
