"""The design system: base templates, components and static files. Knows no app."""
