"""Components and tokens: how everything looks. It knows no domain."""
