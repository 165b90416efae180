"""What psi asks of the machine: files, locks, terminal, browser, editor, and text made safe."""
