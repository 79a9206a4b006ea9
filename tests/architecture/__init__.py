"""The laws that imports cannot see."""
