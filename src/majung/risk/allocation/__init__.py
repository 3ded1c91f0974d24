"""An envelope over programmes, sectors and regions: the most private money at a bounded risk.

A linear programme: what is drawn is the greatest there is while the tail of the loss, the expected
cost and every quota keep their limits.  The tail enters as planes, one where the last answer broke
it; each limit has a price, what one more of it would draw.
"""
