"""What goes from a graph by the list of what is withdrawn, and what comes in its place."""

from peyvand.graph.withdrawing.change import Withdrawing as Withdrawing
from peyvand.graph.withdrawing.change import leave_out as leave_out
