"""The pages: the town, a shop, a product; what is said on them is decided in the modules above."""
