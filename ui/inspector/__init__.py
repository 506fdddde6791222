"""The inspector's window: everything the till recorded, in words and as it was signed. It changes nothing."""
