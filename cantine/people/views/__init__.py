"""Pages under /compte/."""
