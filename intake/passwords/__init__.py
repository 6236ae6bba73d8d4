"""The password-set request: handed to the resident, sealed, sent to the issuer."""
