"""Renderers: one module a format, each an adapter of one library.

A renderer decides where things stand, never what they say: every character comes from the report
through `written`, `said` and the furniture.
"""
