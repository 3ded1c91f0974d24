"""Turn located trees into rules and other typed values, or into every problem they have.

A reader takes a node and gives a value, or records a problem and gives nothing; what contains
the node reads on, so one pass finds everything that is wrong with a file.
"""
