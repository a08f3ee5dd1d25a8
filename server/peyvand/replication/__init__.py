"""Replicas: homes that take over the versions of another home, and nothing else."""
