"""Starts stride: what ``stride`` and ``python -m stride`` run."""

import sys


def main() -> None:
    """Run the command line; an interruption while it loads is said in the same words as later."""
    try:
        from stride.cli.app import main as run
    except KeyboardInterrupt:
        sys.stderr.write("\nstride: interrupted; nothing was stored.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
