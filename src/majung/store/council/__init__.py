"""What the council sees: supply as reported, packs as frozen, figures as released."""
