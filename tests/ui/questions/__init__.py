"""Questions from shoppers, at the till."""
