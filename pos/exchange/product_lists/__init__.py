"""Product lists from elsewhere (CSV, TSV, XLSX): what a file holds, row by row, or why it cannot be had."""
