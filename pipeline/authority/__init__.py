"""Places, organisations and actors: the authority tables and what resolves names against them."""
