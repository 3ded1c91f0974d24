"""The files of a programme become one value, or every problem they have.

Each module holds the records of one subject: the keys, what they mean and how they are read.
"""
