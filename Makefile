# Thin aliases; everything stands in manage.py.

.PHONY: demo serve test lint lock

demo:
	python3 manage.py demo

serve:
	python3 manage.py serve

test:
	python3 manage.py test

lint:
	.venv/bin/ruff check . && .venv/bin/ruff format --check .

# The hashes of every wheel for every platform; no address of any package index.
LOCK = .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.12 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

# What extruct asks for is kept as source alone; the one such package, and no page needs it.
SOURCES = --no-binary jstyleson --emit-build-options

lock:
	.venv/bin/pip install --quiet uv
	$(LOCK) $(UPGRADE) --output-file requirements.txt
	$(LOCK) $(UPGRADE) --group dev --constraint requirements.txt --output-file requirements-dev.txt $(SOURCES)
