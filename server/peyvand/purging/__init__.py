"""Bringing a home to the list of what is withdrawn: every version is made anew without it."""

from peyvand.purging.applying import Progress as Progress
from peyvand.purging.applying import apply as apply
from peyvand.purging.applying import is_due as is_due
