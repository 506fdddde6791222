"""What Comptoir takes, beside what the bare machine takes for the same work, measured in turns in one run.

    python -m tests.bench [--quick] [--only NAME]

One module a family of rows; each has `measure(folder, quick=...)`, which gives its rows.
"""
