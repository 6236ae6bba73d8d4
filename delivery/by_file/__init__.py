"""Hand-over by file: what a municipality without a connection gives the issuer, and what the issuer gives back.

A request is a row (delivery/issuer/by_file.py); a supervisor makes a file of the rows that wait, and reads the answers
in. State, timeline, recall and dead letters are those of every letter.
"""
