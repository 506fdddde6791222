"""What customers ask for in vain: noted at the till, looked for in a real town."""
