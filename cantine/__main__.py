"""``python -m cantine``: the command line, where the ``cantine`` script is not installed."""

import sys

from cantine.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
