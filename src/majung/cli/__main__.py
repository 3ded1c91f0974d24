"""``python -m majung.cli``: the command where its script is not installed."""

from majung.cli.main import main

if __name__ == "__main__":
    main()
