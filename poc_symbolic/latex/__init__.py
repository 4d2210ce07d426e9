"""Derived formulas and ledgers as LaTeX in the paper's notation.

Import from the modules: ``terms`` (factored sums), ``layout`` (lines), ``formulas`` (what there is to print),
``gap`` (the gap ODE), ``document`` (expression, align block, macros), ``appendix`` (a ledger as a long table),
``scripts`` and ``text`` (formulas in sentences).
"""
