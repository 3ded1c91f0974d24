"""From a programme on the shelf to an accepted offer: lists, applications, findings, decisions."""
