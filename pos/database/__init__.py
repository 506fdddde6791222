"""The only SQL of the till: one file per subject, one function per question, domain values in and out."""
