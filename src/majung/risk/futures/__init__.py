"""What may come: defaults by month, factors that firms share, what a default costs, rates, stress.

`transitions` makes curves of default probabilities out of a matrix of ratings, `factors` says what
firms share, `spreads` how that is spread over scenarios, `severities` what a default costs and when
the rest comes back, `exits` what funds are sold for: assumptions, with what no such thing could be.
`future` holds all that a run assumes, `scenarios` draws it, with `lost_shares` and `drawn_exits`.
`factor_paths` turns a published scenario into a path of the shared factor, `stress` bends curves
under it, `migration` follows ratings, `prepayment` shortens shapes, `rates` draws the short rate.
"""
