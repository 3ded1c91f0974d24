"""The life of a cover: issue, default notice, claim, decision, payment, recourse, recoveries.

Two institutions act on one cover.  The insured bank says what happened to the loan and claims; the
insurer decides with four eyes, pays, and regains.  What is paid or shared out to the bank is in
the same moment credited to its loan, so the two sides never disagree.
"""
