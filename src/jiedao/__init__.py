"""Jiedao: the open-source operating system of a Chinese sub-district office."""

__version__ = "0.1.0"
