"""Why a value has its layout, what a layout looks like, and what a kernel converts."""
