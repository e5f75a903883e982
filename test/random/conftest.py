"""How many random programs, and from which seed on."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, help="random programs per host and test")
    parser.addoption("--first-seed", type=int, default=0, help="seed of the first random program")
