.PHONY: run test bench sample screenshots

run:  ## install and open the app
	python3 scripts/run.py

test:  ## install what the checks need and run them all
	python3 scripts/check.py

bench:  ## measure import, facts, queries and pages against their references
	.venv/bin/python -m tests.bench

sample:  ## write the sample brand's spreadsheets again
	.venv/bin/python -m scripts.make_sample

screenshots:  ## take the README's pictures again, with a server running on port 8501
	.venv/bin/python -m scripts.screenshots
