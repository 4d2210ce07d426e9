# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # The mean-field flow, and Figures 2 and 6
#
# In the limit of infinite width a neuron's overlap $\alpha_t = |\langle \xi_t(w), w^*\rangle|$ obeys
# $\dot\alpha = v(\alpha, t) = (1-\alpha^2)V_t'(\alpha)$, and the neurons' law enters $V_t$ only through the moments
# $p_\ell(t)$. So a network on the sphere in $d$ dimensions becomes one equation for one number, exactly in $d$.

# %%
import numpy as np

from poc_symbolic import Activation, SingleIndexModel
from poc_symbolic.flow import MeanFieldFlow, concordance

model = SingleIndexModel(Activation.parse("He4"), dim=32, normalize=True)
model.velocity().factor()

# %% [markdown]
# The neurons start uniformly on the sphere, almost orthogonal to the teacher. For a long time nothing seems to happen;
# then the loss falls. The paper's experiments run in PyTorch's time, which is half of this one.

# %%
flow = MeanFieldFlow(model).run(until_time=32.0, estimate=False)
times = np.linspace(0, flow.end, 9)
for time, loss, median in zip(times, flow.loss(times), flow.quantiles([0.5], times)[:, 0], strict=True):
    print(f"t = {time:5.1f}   loss = {loss:.4f}   median overlap = {median:.4f}")

# %% [markdown]
# **Figure 2.** A particle's local Hessian has a positive eigenvalue while the particle climbs, and none once it has come
# close to the teacher. The larger the overlap at the start, the earlier the climb: they escape one after the other.

# %%
levels = (0.1, 0.3, 0.5, 0.7, 0.9)
grid = np.linspace(0, flow.end, 200)
overlaps = flow.quantiles(levels, grid)
top = np.array([np.maximum(*flow.local_hessian(overlaps[i], time)) for i, time in enumerate(grid)])
for level, column in zip(levels, top.T, strict=True):
    print(f"quantile {level}: largest eigenvalue {column.max():.3f} at t = {grid[column.argmax()]:.1f}")

# %% [markdown]
# **Figure 6.** Self-concordance: for a particle that moves towards the teacher the largest eigenvalue $\Lambda$ stays
# below $C\,v/\alpha$ with $C$ near $k^*-1 = 3$, so that the growth of its perturbation is paid for by its progress.

# %%
start = 0.225
path = flow.overlaps([start], grid)[:, 0]
speed = np.array([flow.velocity([alpha], time)[0] for alpha, time in zip(path, grid, strict=True)])
eigenvalue = np.array([np.maximum(*flow.local_hessian([alpha], t))[0] for alpha, t in zip(path, grid, strict=True)])
moving = speed > 1e-6
largest_ratio = (eigenvalue * path / np.where(moving, speed, 1.0))[moving].max()
print(f"largest alpha Lambda / v = {largest_ratio:.4f}, against k* - 1 = 3")

# %% [markdown]
# Not every particle moves towards the teacher. Early in training $p_2 > p_4$, and a band of particles below
# $\alpha \sim 1/\sqrt d$ is pushed *away*: there $v < 0$ while $\Lambda > 0$, and no constant can help. This is why the
# bound needs an additive error term along the flow.

# %%
scan = concordance(flow)
print(f"largest repelled share {scan.repelled.share:.3f}, below overlap {scan.repelled.alpha_max:.3f}")

# %% [markdown]
# The figures themselves, drawn if matplotlib is installed (`pip install ".[plot]"`); on the command line it is
# `poc-symbolic figures --out DIR`.

# %%
from importlib.util import find_spec

if find_spec("matplotlib") is not None:
    from poc_symbolic.flow.plots import concordance_figure, draw, particles_figure

    short = MeanFieldFlow(model).run(until_time=10.0, estimate=False)
    figures = {"figure-2": particles_figure(flow), "figure-6": concordance_figure(short, start)}
    print({name: f"{len(draw(figure, '.svg'))} bytes of SVG" for name, figure in figures.items()})
