"""`python -m analytics VERB FILE…`: what the pages do, for scripts. See `cli`."""

import sys

from analytics.cli.main import main

sys.exit(main(sys.argv[1:]))
