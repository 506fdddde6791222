"""What customers ask for in vain, and who has it in town."""
