"""Keys and phrases; the only package that imports the crypto libraries."""
