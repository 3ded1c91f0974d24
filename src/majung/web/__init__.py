"""The office over HTTP: pages and REST.  It translates; it decides nothing."""
