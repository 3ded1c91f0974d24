"""The office's own contracts as a portfolio for risk, and what a run over it says.

`rows` is what is known of each contract, `balances` how loans stand and come down, `gathering`
makes rows of contracts, `stakes` of public money in funds; `columns` turns rows into the arrays of
`majung.risk`, `reading` is what doors ask, `running` what a run finds beside losses.
"""
