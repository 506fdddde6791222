"""The closing of the day, by real keys at a real till."""
