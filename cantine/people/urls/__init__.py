"""Addresses under /compte/: signing in (allauth's views, under allauth's names) and one's own account."""
