"""From files to links: the engines run, the results are written; the thinking is in ``merge``."""
