"""Full disks, killed processes, damaged files."""
