"""Where the house is wired: settings, root addresses, servers, the command line."""
