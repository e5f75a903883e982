"""Why a value has its layout."""
