"""From recommendation to decision: lists, applications, findings, offers, limits."""
