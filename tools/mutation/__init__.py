"""Mutation testing: small wrong changes, each run against the tests that concern its module."""
