"""One lane: its number, what it holds, and where rules build."""
