"""Covers and funds while they are replayed: working states that facts change, one day at a time.

Nothing outside `contracts` imports these; `cover` and `fund` turn them into events and states.
"""
