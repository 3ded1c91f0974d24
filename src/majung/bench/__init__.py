"""Measurements: how fast, and how much memory, on this machine and in this release.

Nothing here is a test: a slow machine fails nothing.  `majung bench` prints the figures and can
write them into docs/benchmarks.md.
"""
