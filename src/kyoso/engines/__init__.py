"""Framework-free libraries: each can be used alone, and none imports Django or another engine."""
