"""What the recorded tables of the ledger hold, row by row; ``python -m proofs.recording`` writes them all."""
