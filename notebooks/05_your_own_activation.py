# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Bring your own activation
#
# Nothing in the derivation is special to the Hermite polynomials of the examples. Any activation made of `z`, `He_k`,
# `exp`, `erf`, `tanh`, `abs`, `relu`, `sqrt` and `softplus` will do.

# %%
from poc_symbolic import Activation, SingleIndexModel

sigma = Activation.parse("z**4 - 6*z**2 + z**3")
sigma.coefficients

# %% [markdown]
# A polynomial is turned into its Hermite series exactly. What decides how hard it is to learn is the *information
# exponent* $k^*$, the least degree $k \ge 1$ in the teacher:

# %%
model = SingleIndexModel(sigma)
model.information_exponents

# %% [markdown]
# An activation that is no polynomial has infinitely many coefficients and is cut at a degree. Some coefficients are
# known exactly, as for ReLU; the others are certified balls. What the cut leaves out is bounded as well: the tail is
# what it adds to $q(1) = \mathbb E\,\sigma(x)^2$.

# %%
relu = Activation.parse("relu(z)", 6)
print(relu.coefficients)
print(float(relu.truncation.q.upper))

# %%
tanh = Activation.parse("tanh(z)", 7)
print(tanh.exact, [str(radius)[:24] for radius in tanh.truncation.radii.values()])

# %% [markdown]
# From here on all activations are alike: loss, velocity, local Hessian, with $d$ as a symbol or as a number.

# %%
model = SingleIndexModel(relu, normalize=True)
model.loss()

# %%
hessian = SingleIndexModel(relu, dim=10).local_hessian()
hessian.along, hessian.across

# %% [markdown]
# The teacher may have another link than the student. Here the student cannot represent it, and a part of the loss
# stays for ever:

# %%
mixed = SingleIndexModel(Activation.parse("He2 + He4"), teacher=Activation.parse("He4 + 1/3*He6"), dim=16)
print(mixed.information_exponents)
mixed.loss()

# %% [markdown]
# The sharp constant of self-concordance at the uniform law, as an algebraic number where the coefficients are rational
# up to a common factor, and as an enclosure otherwise:

# %%
for text in ("He4", "He4 + 1/2*He6", "He3 + He4"):
    constant = SingleIndexModel(Activation.parse(text)).self_concordance()
    print(text, constant.attained, constant.enclosure(12))

# %% [markdown]
# And the dynamics: how long does a network with your activation need to bring the loss down to a tenth?

# %%
from poc_symbolic.flow import MeanFieldFlow

for text in ("He2", "He2 + 1/2*He4", "He4"):
    trained = MeanFieldFlow(SingleIndexModel(Activation.parse(text), dim=32, normalize=True))
    print(text, round(float(trained.run(until_loss=0.1, estimate=False).end), 3))

# %% [markdown]
# Formulas for your own paper come from the command line:
# `poc-symbolic latex velocity --activation "z**4 - 6*z**2 + z**3" --as align`.
