"""The inspector screens, used as a person does."""
