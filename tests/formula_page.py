"""The tiny report with formulas, and with a footnote that is marked three times: for tests of every form."""

from __future__ import annotations

SECTION = r"""
## How survival is computed

Of $n$ planted trees $a$ are alive; the share is $\hat p = \frac{a}{n}$, for {not-a-statistic}`$5` to {not-a-statistic}`$10` a tree, or A$ and B$.
Once.[^often] Its interval is {math}`\hat p \pm z \sqrt{\hat p (1 - \hat p) / n}`, as {eq}`interval` says, with {eq}`total` and {eq}`loss`.

$$
\text{survival} = \frac{\text{trees alive}}{\text{trees planted}} \times 100
$$

$$
\left[ \hat p - z \sqrt{\frac{\hat p (1 - \hat p)}{n}}, \; \hat p + z \sqrt{\frac{\hat p (1 - \hat p)}{n}} \right]
$$ (interval)

$$
q = 1 - p \tag{A}
$$ (loss)

:::{math}
:label: total
:alt: The total is the sum of the trees of all streets.

T = \sum_{i=1}^{n} t_i
:::

:::{key-finding} A box
Twice,[^often] with $x^2$ in a list:

- one $\alpha_1 \le \beta$
:::

| Street | Share |
|---|---|
| Station Street | $t_1 / T$ |

More.[^early] A [link](https://larkwell.example/survival/rates) in between. Thrice.[^often]

[^early]: Written down first, with $\sqrt{2}$.
[^often]: This note is marked three times.
"""


def add_formulas(report) -> None:
    """Write :data:`SECTION` on a page, and a formula into a conclusion."""
    page = report.paths.chapter("survival")
    text = page.read_text(encoding="utf-8").replace("their first summer live.", "their first summer live, $p > q$.")
    page.write_text(text + SECTION, encoding="utf-8")
