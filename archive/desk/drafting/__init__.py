"""Words typed into the form of a work and not saved: kept for who typed them, offered again, forgotten.

The work itself is never touched, and nobody else ever sees them. What is missing from the work is told by the
way (`archive.articles.misgivings`).
"""
