"""What an audit or a derivation looks like to a reader: JSON, text, Markdown and one HTML page.

Import from the modules: ``findings``, ``derivation``, ``directory``, ``html``, ``markdown``, ``constants``, ``graph``,
``graph_svg``.
"""
