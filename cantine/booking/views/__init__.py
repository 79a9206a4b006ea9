"""Pages of bookings."""
