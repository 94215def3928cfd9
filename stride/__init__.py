"""stride: walking minutes from your own sensors, kept on your own machine."""

__version__ = "0.1.0"
