"""E-mail to residents who gave an address (docs/mail.md): the queue, what is said, and the sending."""
