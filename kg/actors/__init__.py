"""Who is meant by a name on a day and for whom that actor acts: the actor tables, their lint, imports and corrections."""
