"""Commands of ``peyvand``, a module a subject; ``cli`` puts them together."""
