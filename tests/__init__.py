"""The tests, and the programs with figures. Read test_walkthrough.py first."""
