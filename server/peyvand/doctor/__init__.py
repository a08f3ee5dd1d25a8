"""Whether a machine and a home are fit for what Peyvand does there, and what to do where not."""
