"""Files that come in and go out: product lists, spreadsheets."""
