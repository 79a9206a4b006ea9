"""Who runs what and where: places, their spaces and what is bookable in them, the team, the hours, the house rules."""
