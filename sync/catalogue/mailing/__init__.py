"""Mails to shoppers: written in the transaction of what they tell, and sent afterwards by a thread of its own."""
