"""What the window says beside its stock, set at the till."""
