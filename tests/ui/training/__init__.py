"""The training screens, used as a person does."""
