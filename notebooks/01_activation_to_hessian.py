# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # From an activation to its velocity and local Hessian
#
# A neuron $w$ of an infinitely wide network sees a single-index teacher $f^*(x) = \sigma(\langle w^*, x\rangle)$ only
# through its overlap $\alpha = \langle w, w^*\rangle$. Everything below is exact, with the dimension $d$ as a symbol.

# %%
from poc_symbolic import Activation, SingleIndexModel

sigma = Activation.parse("He4 + 1/2*He6")
model = SingleIndexModel(sigma)
sigma.overlap_kernel

# %% [markdown]
# The kernel $q(z) = \sum_k k!\,c_k^2 z^k$ is $\mathbb E\,\sigma(\langle w,x\rangle)\sigma(\langle v,x\rangle)$ at
# $z = \langle w, v\rangle$. In the Gegenbauer polynomials of the sphere $q = \sum_\ell a_\ell P_\ell$, and the neurons' law
# enters only through its moments $p_\ell = \mathbb E\,P_\ell(\alpha)$: the loss is $\sum_\ell a_\ell(1-p_\ell)^2$.

# %%
{degree: model.gegenbauer[degree].a for degree in model.gegenbauer}

# %%
model.loss()

# %% [markdown]
# The velocity is $v = (1-\alpha^2)V'(\alpha)$. At the uniform law all moments vanish and $V' = q'$.

# %%
uniform = {p: 0 for degree, p in model.moments.items() if degree > 0}
velocity = model.velocity().subs(uniform).factor()
velocity

# %% [markdown]
# The local Hessian has the eigenvalue *along* on the direction towards the teacher and *across*, $d-2$ times, on the
# others. Self-concordance bounds the larger one by $C v/\alpha$; the best constant is an algebraic number.

# %%
constant = model.self_concordance()
constant.polynomial.as_expr(), constant.enclosure(30)

# %% [markdown]
# Each step of the derivation is an equality that is carried out and checked by an independent route.

# %%
for step in SingleIndexModel(sigma, dim=32).steps():
    print(f"{step.name}: {step.check}")
