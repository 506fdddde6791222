"""The sell screen, used as a cashier would."""
