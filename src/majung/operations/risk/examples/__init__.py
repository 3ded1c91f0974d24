"""Files of designs and of an envelope that ship: invented firms, to see how it is done."""

from importlib.resources import files


def example_file(folder: str, name: str) -> bytes:
    """Return a file that ships."""
    return (files(__name__) / folder / name).read_bytes()
