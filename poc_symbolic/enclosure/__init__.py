"""Claims about trajectories of the mean-field flow: statements as data, a first engine, an independent checker.

The first engine (``prove``) takes tubes of moments from :func:`poc_symbolic.flow.enclose` (FLINT balls, Gegenbauer
form). ``checker`` does the computation again from the statement alone, with the tubes as hints: integers, the
potential's definition, standard library only.
"""
