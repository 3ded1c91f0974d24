"""The steps by which the tables and their walls came to be."""
