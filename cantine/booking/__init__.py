"""A resource, a period, a person: bookings and their dates, holds, blockings, visits."""
