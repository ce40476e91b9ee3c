"""A store in the formats of other tools: graphs for Gephi, tables for Neo4j and pandas, events for event-data users."""
