"""Receipts as they were found good, as text and as bytes; `python -m tests.golden` writes them anew.

Look at the difference before committing it: a paper that changed unnoticed is what these files are against.
"""
