"""Pages that cross domains: home, my page, a place's day. And the demo, which needs them all."""
