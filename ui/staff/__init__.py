"""Who is at the till, what they may do, and who works in the shop."""
