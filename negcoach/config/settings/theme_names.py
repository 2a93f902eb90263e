"""The names of the themes that can be chosen."""

from __future__ import annotations

THEMES = (
    "dark",
    "light",
    "high-contrast",
    "terminal",
    "atom-one-dark",
    "atom-one-light",
    "catppuccin-frappe",
    "catppuccin-latte",
    "catppuccin-macchiato",
    "catppuccin-mocha",
    "dracula",
    "flexoki",
    "gruvbox",
    "monokai",
    "nord",
    "rose-pine",
    "rose-pine-dawn",
    "rose-pine-moon",
    "solarized-dark",
    "solarized-light",
    "tokyo-night",
)
"""Our own four, and those of Textual in which everything is legible: a test tries each on every screen."""

DEFAULT_THEME = "dark"
