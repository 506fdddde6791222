"""The town hall's pages, below /mairie/: `gate` lets officers in, `fields` reads their forms, one file a subject."""
