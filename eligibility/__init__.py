"""Who may apply for express issuance, and until when."""
