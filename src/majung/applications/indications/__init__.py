"""What an application could get, before anybody decided: findings, indications, comparison.

The one idea: an indication is computed by the same functions as the contract, and it says of
itself that it is not binding.  A rule that is not met gives its reason and no indication; a rule
that is open gives an indication marked with what is open.
"""
