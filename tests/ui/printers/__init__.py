"""Setting the printer up, as a shopkeeper does it, on a printer at a real port."""
