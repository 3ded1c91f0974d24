"""Aid: what cheap loans and covers are worth to firms as grants, summed over programmes.

One aid equivalent is pricing's, exact to the minor unit (`majung.pricing.grants`); here stand the
published reference margins and premiums it is measured against, and the sums.  Internal roles only.
"""
