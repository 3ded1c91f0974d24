"""Back-tests: what was expected against what was published, or happened.

A figure is fitted on the years up to one and judged on those after it; what it must beat is the
sum anybody would do on the back of an envelope.
"""
