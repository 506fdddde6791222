"""What a paper says (document, compose) and how it is put on paper or screen (text, escpos, html)."""
