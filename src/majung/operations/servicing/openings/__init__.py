"""What an office takes over besides loans, and what all of it takes of the limits it stands under.

`take_opening_balances` is the act; here is what a row of each kind of contract means.
"""
