"""The simulated brand Qingyu: what is planted, how it is drawn, how it is written down."""
