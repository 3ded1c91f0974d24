"""The example world (예시): a year of policy finance, invented and played through `operations`.

Everything here is marked as an example: firms, people, institutions that default, figures.  What
happens follows from a seed: a draw is a pure function of seed, purpose and index, so the same
world comes out everywhere, and a change in one corner moves nothing in another.

`world/` holds the world as data, `plan` decides who does what on which day, and `play` does it.
"""
