"""Cantine: the open platform for third places and for the networks that tie them together."""

__version__ = "0.1.0"
