"""The stance graph: view model, pyvis page, its script and style."""
