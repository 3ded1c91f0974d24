"""REST under ``/api/v1``: the same acts and readings as the pages, for other systems.

Routers translate and decide nothing.  Refusals are answered as problems (RFC 9457) in the
caller's language; what was not foreseen is answered without saying what it was.
"""
