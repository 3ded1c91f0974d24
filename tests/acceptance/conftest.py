"""What acceptance tests may ask for: a command line on the database of the test."""

from cli_door import command, document  # noqa: F401 - fixtures
