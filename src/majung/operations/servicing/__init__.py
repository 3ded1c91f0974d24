"""The life of a contract: sign, conditions, drawdown, payments, the daily close, books and audit.

Acts record facts; what follows from them is posted by one function (`posting`), at once or by the
close, and always as the difference to what was posted before.
"""
