"""Stories of the on-screen keyboard."""
