"""From articles to statements: actors, references, predicates, coding, circumstances."""
