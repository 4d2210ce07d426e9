# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Finite width and the gap ODE
#
# The paper asks how far a network of $m$ neurons drifts from its infinitely wide limit while both are trained. Here we
# measure the drift, take the proof's equation for it apart, and see what the proof pays for each of its steps.

# %%
import math

import numpy as np

from poc_symbolic import Activation, SingleIndexModel
from poc_symbolic.network import comparison, couple, lemma_5, width_json

model = SingleIndexModel(Activation.parse("He4"), dim=16, normalize=True)

# %% [markdown]
# **Coupling.** Each neuron $\hat w_t(i)$ starts where a mean-field particle $\xi_t(w_i)$ starts, and the two move on
# side by side: the neuron by the forces of the $m$ others, the particle by those of the whole law $\rho_t^{MF}$.
# Their difference is the *gap* $\Delta_t(i) = \hat w_t(i) - \xi_t(w_i)$, with $\Delta_0 = 0$. The smaller networks
# below are parts of the largest one, and all are trained until the mean-field loss is 0.1 (it starts near 1). The
# teacher $w^*$ is the first basis vector.

# %%
coupling = couple(model, [32, 128, 512], seed=0, until_loss=0.1, records=25)
print(f"trained to time {coupling.trajectory.end:.2f}")
for network in coupling.networks:
    m, last = network.width, network.records[-1]
    worst = max(record.function_error for record in network.records)
    print(
        f"m = {m:3}   E|gap| = {last.mean_gap:.4f}   m (E|gap|)^2 = {m * last.mean_gap**2:.2f}   m error^2 = {m * worst:.2f}"
    )

# %% [markdown]
# Multiplied by $m$, the square of the function's error (its largest value on the way) stays near one while $m$ grows
# by a factor of 16: the error is of order $1/\sqrt m$, as propagation of chaos promises. For the gap one draw shows
# no more than that the product does not run away; `couple --repeats 3` fits the slopes with intervals. What needs a
# proof is that this goes on for as long as training takes, and not only for a time of order $\log m$.
#
# **Lemma 5** writes the gap's derivative as two linear terms and a remainder, $\dot\Delta_t(i) = D_t(i)\Delta_t(i) -
# \mathbb E_j H_t(i,j)\Delta_t(j) + \epsilon_t(i)$: the local Hessian acts on each gap alone, the interaction couples
# all of them. Nothing is approximated so far, the remainder is what is left; the content of the lemma is what bounds
# it: the sampling error and the squares of the gaps. With the proof's own constant the bound is far above the
# remainder, and says nothing on a sphere of radius one until $m$ is much larger.

# %%
widest = coupling.networks[-1]
states = list(widest.states())
for state in states[6::6]:
    parts = lemma_5(comparison(widest, state))
    total = parts.residuals[-1]
    print(
        f"t = {state.time:5.2f}   remainder {total.largest:.4f} <= {total.bound:7.3f}   identity to {parts.exact:.0e}"
    )

# %% [markdown]
# The local term alone would let the gaps grow exponentially, since the local Hessian has a positive eigenvalue as long
# as a particle climbs. What saves the day is the interaction, which pulls the *mean* gap back. The proof measures both
# by a potential: for the single-index model, with $s(w) = \operatorname{sign}\langle w, w^*\rangle$,
# $\Phi(\Delta) = \mathbb E\|\Delta_i\| + \|\mathbb E\, s(w_i) P_{w^*}^\perp \Delta_i\|$.


# %%
def potential(state):
    sides = np.sign(state.particles[:, :1])
    return state.mean_gap + np.linalg.norm((sides * state.gaps)[:, 1:].mean(axis=0))


for state in states[::6]:
    print(f"t = {state.time:5.2f}   mean-field loss {state.mean_field_loss:.4f}   potential {potential(state):.4f}")

# %% [markdown]
# **The gap ODE.** Theorem 39 shows $\Phi' \le -a\Phi + b\int_0^t \Phi + S$: the potential decays at the rate $a$, but
# the equation has a memory $b$, because what happened to particles on their way comes back through the interaction.
# With equality it is solved in closed form, and Lemma 42 bounds the solution by
# $e^{bt/a} S/\sqrt{a^2+4b}$. A second route, a Taylor solver that has never seen the closed form, agrees:

# %%
import mpmath

from poc_symbolic import gap_ode

a, b, source = (mpmath.mpf(text) for text in ("0.5", "0.05", "0.01"))
for t in (1, 10, 40):
    exact, solved = gap_ode.closed_form(a, b, source, t), gap_ode.integrate(a, b, source, t)
    bound = mpmath.exp(b * t / a) * source / mpmath.sqrt(a**2 + 4 * b)
    print(f"t = {t:2}   exact {float(exact):.8f}   solver {float(solved):.8f}   bound {float(bound):.8f}")

# %% [markdown]
# The bound is good as long as $bt/a$ is of order one: then memory costs a constant, and the gap at the end of training
# is of the size of the source, which is of order $1/\sqrt m$. So it all depends on $a$, on $b$ and on how long
# training takes. These are the proof's own constants for the run above, with what they bound:

# %%
from poc_symbolic.network.analysis import analysis_json

analysis = analysis_json(coupling, tau=0.2)
print({name: analysis["constants"][name] for name in ("C_reg", "C_b", "C_LSC", "J_max", "J_avg")})
for entry in analysis["looseness"]:
    if entry["log10_factor"] is not None:
        print(f"10^{entry['log10_factor']:<10.4g} {entry['step']}")

# %% [markdown]
# Lemma 5 and the properties of the potential lose a few powers of ten, their sum in Theorem 39 a dozen. Then $b/a$
# enters an exponent: for these constants $bT/a$ is large, so that even the exact solution of the ODE says nothing
# about the run, and the bound, which replaces the rate $2b/(a+\sqrt{a^2+4b})$ by $b/a$, is larger still. The theorem
# is about the *form* of the dependence on $m$, $d$ and $\delta$; its constants are not of this world.
#
# **Width.** How many neurons does the proof ask for, then, and how many are enough? Besides this chain the proof has
# thresholds on $m$, such as $\log(mT) \ge 24C_{reg}^2$ for a union bound, and the largest of all of them counts.

# %%
asked = width_json(SingleIndexModel(Activation.parse("He4"), dim=8, normalize=True), 0.5)
print(f"the proof asks for 10^{asked['log10_m']:.6g} neurons; most of it is {asked['dominant']['overall']}")
print(f"measured: {asked['measured']['width']} neurons have an error below 1/2 at every time")
assert asked["log10_m"] > math.log10(asked["measured"]["width"])

# %% [markdown]
# On the command line: `poc-symbolic couple --activation He4 --dim 16 --widths 32,128,512 --until-loss 0.1 --normalize
# --analysis`, `poc-symbolic width --activation He4 --dim 8 --delta 0.5 --normalize`, and `poc-symbolic latex gap-ode
# --activation He4` for the equation with the constants of an activation.
