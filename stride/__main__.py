"""Lets ``python -m stride`` do what ``stride`` does."""

from stride.cli.app import main

if __name__ == "__main__":
    main()
