"""Where statements are kept and asked: one face over memory, a folder, or a SPARQL 1.1 endpoint.

Each article is a named graph, and questions are asked of the union of the articles, each triple once: they need not name graphs and
count nothing twice. `open_store` opens any of the three.
"""

from kg.store.answer import TABLE_FORMATS, Result, Term, plain
from kg.store.face import Store
from kg.store.opening import open_store

__all__ = ["TABLE_FORMATS", "Result", "Store", "Term", "open_store", "plain"]
