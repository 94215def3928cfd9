"""The command line runner of the command tests."""

from tests.cli.conftest import minutes_csv, stride  # noqa: F401
