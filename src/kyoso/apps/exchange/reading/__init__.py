"""Reading tables that people keep in files: encodings, Excel, headers, dates, words. No framework in here."""
