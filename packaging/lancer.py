"""What a packed program starts: the same door as `python -m desktop`."""

from __future__ import annotations

import sys

from desktop.__main__ import main

if __name__ == "__main__":  # a worker of the packed program reads this file as well
    sys.exit(main())
