# Chaque cible est une ligne : le travail est dans dev.py, qui marche aussi sous Windows.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run test test-long bench check captures paquet lock

help:  ## affiche cette aide
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run:  ## ouvre l’application (sans écran : démonstration, PDF et capture)
	@$(PYTHON) dev.py run

test:  ## vérifie tout, sans écran, comme l’intégration continue
	@$(PYTHON) dev.py test

test-long:  ## campagnes longues (propriétés, volumes)
	@$(PYTHON) dev.py test-long

bench:  ## mesures de vitesse, en rapports
	@$(PYTHON) dev.py bench

check:  ## contrôles du code, sans les tests
	@$(PYTHON) dev.py check

captures:  ## refait les captures d’écran de la documentation
	@$(PYTHON) dev.py captures

paquet:  ## fabrique le programme autonome de ce système, et l’essaie
	@$(PYTHON) dev.py paquet

lock:  ## refait les trois verrous de bibliothèques
	@$(PYTHON) dev.py lock
