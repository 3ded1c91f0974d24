"""What may come: defaults by month, factors that firms share, what a default costs, rates, stress.

`transitions` makes curves of default probabilities out of a matrix of ratings, `factors` says what
firms share, `severities` what is lost and when the rest comes back, `future` holds all that a run
assumes, `scenarios` draws it.
`stress` turns a published scenario into a path of the shared factor, `migration` follows ratings,
`prepayment` shortens shapes, `rates` draws paths of the short rate.
"""
