"""What keeps the office running: tables, closes, answers, the access log, audit, backup."""
