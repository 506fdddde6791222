"""Questions of shoppers: how one is asked, what the shop's till hears of it, how it is answered and forgotten.

Everything that changes a question happens under the row of its shop, in one transaction with the cursor it gets.
"""
