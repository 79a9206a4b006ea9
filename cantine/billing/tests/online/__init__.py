"""Tests of online payments."""
