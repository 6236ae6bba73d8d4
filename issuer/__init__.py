"""The issuer's side of the password-set request: a small program of its own with its own keys.

It shares nothing with Tokkyu but the letter that is sealed (docs/passwords.md): no import, no database, no settings.
Where a real issuer answers, its system takes this one's place.
"""
