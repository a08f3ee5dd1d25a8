"""What is checked: totals, recognition, what is on record, what is wrong."""
