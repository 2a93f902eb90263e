"""The keys: their names, their twins in other layouts, what they do, and which of that the lifter has changed."""
