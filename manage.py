#!/usr/bin/env python
"""Django's management commands, with the database up: the same door as ``cantine``."""

import sys

from cantine.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
