# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # The audit: an error in the paper, its witness, its repair
#
# Every checkable sentence of the paper is a *claim*: a statement as data, with its place. Here we follow one of them,
# a display on p. 62 in the proof of Lemma 42, from the printed form to what is true, and see whom we have to trust.

# %%
import sympy

from poc_symbolic import evaluate, run
from proofs import ledger

paper = ledger()
len(paper.claims), len(paper.inventory)

# %% [markdown]
# Lemma 42 bounds the solution of the gap ODE $X' = -aX + b\int_0^t X + \epsilon$, $X_0 = 0$. Its proof compares $X$
# with the solution $Y$ for the source $2\epsilon$ in place of $\epsilon$. The display on p. 62 reads:

# %%
claim = paper.claim("lemma-42/source-two-eps-as-printed")
print(claim.where, claim.title, claim.latex, sep="\n")

# %% [markdown]
# Before we ask the machine, we ask the equation. At $t = 0$ both $Y$ and its integral vanish, so that
# $Y'_0 = 2\epsilon$. The printed function has another slope there:

# %%
a, b, epsilon, t = sympy.symbols("a b epsilon t", positive=True)
root = sympy.sqrt(a**2 + 4 * b)
printed = epsilon / root * (sympy.exp((-a + root) / 2 * t) - sympy.exp((-a - root) / 2 * t))
sympy.simplify(printed.diff(t).subs(t, 0))

# %% [markdown]
# A factor 2 is missing. The audit says the same, with a *witness*: exact values at which the statement fails, found by
# one engine, and a second computation that shares nothing with the first.

# %%
outcome = run(claim)
print(outcome.status.value, outcome.severity.value)
print(outcome.witness["values"])
print(outcome.second.method, outcome.second.value, outcome.second.agrees, sep="\n")

# %% [markdown]
# You need not believe the engine: the kernel, one file that uses nothing but Python's standard library, gets statement
# and witness and decides again. A certificate for a changed statement is rejected.

# %%
from poc_symbolic.rigor import kernel

kernel.check(outcome.statement_json(), outcome.certificate)

# %% [markdown]
# An error is only half of a finding. The other half is what becomes of the results that use the sentence: each
# refuted claim names a *repair*, which is a claim of its own and is proved.

# %%
repair = paper.claim(claim.repair.claim)
print(repair.latex, claim.repair.effect, run(repair).status.value, sep="\n")

# %% [markdown]
# A proof is worth something only if the same checker would have noticed a false statement. So the neighbours of a
# proved claim, with a sign turned, an exponent moved or a factor dropped, must all be refuted:

# %%
mutants = run(paper.claim("lemma-42/root-bound"), mutants="all").mutants.to_json()
mutants

# %% [markdown]
# Finally, your own parameters: any exact values, both sides as balls to as many digits as you like.

# %%
found = evaluate(paper, "lemma-42/bound", {"a": "1/3", "b": "2", "epsilon": "1/100", "t": "10"}, digits=30)
for part in found.parts:
    if part.lhs is not None:
        print(part.lhs, part.rhs, part.answer, sep="\n")

# %% [markdown]
# The whole audit is `poc-symbolic audit --out report`; `report/index.html` has a section like this one for each claim.
