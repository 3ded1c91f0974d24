"""Who takes part: institutions, people, what is personal about them, firms, projects."""
