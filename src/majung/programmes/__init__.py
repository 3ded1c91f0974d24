"""Programmes and agreements as data: who may have what, at which price, within which limit.

A programme is a folder of files that officers can read; loading it gives one value, or every
problem of the files at once.
"""
