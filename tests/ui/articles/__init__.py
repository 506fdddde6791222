"""Stories of the article card."""
