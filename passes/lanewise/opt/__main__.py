"""python -m lanewise.opt."""

import sys

from lanewise.opt.cli import main

sys.exit(main())
