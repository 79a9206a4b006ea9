"""Pages that cross domains: home, my page, a place's data brought in and taken out."""
