"""The loan kernel: terms and facts on columns in, events and state out, in integers, compiled.

One fold over a contract's days, the same for one contract and for a million: `fold` walks from
day to day, `interest` accrues, `dues` lets amounts fall due, `level` finds instalments, `payments`
divides money, `emission` writes events, `layout` names every field.  The kernel checks nothing
that can be known beforehand: `problems` has done so.  Import its modules by their full name; they
need the compiler.
"""
