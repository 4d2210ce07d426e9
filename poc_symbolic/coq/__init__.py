"""Export of statements and certificates to Rocq/Coq, whose kernel then checks them again."""
