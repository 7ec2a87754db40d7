"""A full disk and a disk that stops answering: said, nothing lost, and the vault goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage import files, opened
from tests.storage import vaults
from tests.storage.vaults import reopen

_SMALL = """
set -e
mount -t tmpfs -o size=6m none "$1"
cp -r "$2" "$1/plover.caseward"
exec "$3" -m tests.faults.full "$1/plover.caseward"
"""


@pytest.mark.needs("unshare")
def test_a_full_disk(folder: Path, tmp_path: Path) -> None:
    """Faults 26, 27, 28: refused with a sentence, the reserve is let go, reading goes on, and so does writing later."""
    if subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        pytest.skip("this system lets no one mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["unshare", "-rm", "sh", "-c", _SMALL, "sh", str(disk), str(folder), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "too big": "full",
        "reserve freed": True,
        "after it": "ok",
        "when full": "full",
        "reads": True,
        "backup": "full",
        "new key": "full",
        "left over": [],
        "with room again": "ok",
        "nothing lost": True,
        "sound": [],
        "notices": [],
    }


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_disk_that_stops_answering(folder: Path) -> None:
    """Fault 29: writes fail as on a drive that was pulled out; reading goes on, and so does writing when it is back."""
    script = (
        "import resource,signal,sys;from pathlib import Path;from storage.problems import StorageProblem\n"
        "from storage import verifying\nfrom tests.storage import vaults\n"
        "v=vaults.reopen(Path(sys.argv[1])); signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "vaults.fill(v, 10, first=100)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))\n"
        "try: vaults.fill(v, 10, first=200)\n"
        "except StorageProblem as problem: print(problem.code)\n"
        "print(vaults.count(v))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "vaults.fill(v, 10, first=300); print(vaults.count(v), verifying.verify(v).ok); v.close()"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True)
    assert done.stdout.split("\n")[:3] == ["io", "50", "60 True"], done.stderr


def test_the_reserve_is_made_when_the_disk_gets_low(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 27: some of the disk is held back, so that a deletion can still be saved when it is full."""
    usage = opened.shutil.disk_usage(folder)
    monkeypatch.setattr(opened, "RESERVE_BYTES", 10_000)
    monkeypatch.setattr(opened, "_LOOK_SECONDS", 0.0)
    vault = reopen(folder)
    for free, there in ((30_000, False), (10**10, False), (10**8, True)):
        monkeypatch.setattr(opened.shutil, "disk_usage", lambda _path, free=free: usage._replace(free=free))
        vaults.fill(vault, 10, first=100)
        assert (folder / opened.RESERVE).exists() == there
    assert (folder / opened.RESERVE).stat().st_size == 10_000
    vault.close()


def test_a_commit_whose_anchor_could_not_be_written_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 25: the note is saved, the anchor follows with the next one."""
    vault = reopen(folder)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_atomically", full)
        vaults.fill(vault, 10, first=100)
    assert vaults.count(vault) == 50
    vault.close()
    vault = reopen(folder)
    assert (vault.notices, vaults.count(vault)) == ((), 50)
    vault.close()


def test_network_file_systems_are_told_from_the_mounts(tmp_path: Path) -> None:
    """Fault 35."""
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/share nfs4 rw 0 0\n//pc/y /mnt/my\\040pc cifs rw 0 0\n"
        "tmpfs /mnt/share/local tmpfs rw 0 0\nodd\n"
    )
    told = {
        place: files.is_network(Path(place), mounts)
        for place in ("/home/a", "/mnt/share", "/mnt/share/a/b", "/mnt/shared", "/mnt/my pc/a", "/mnt/share/local/a")
    }
    assert told == {
        "/home/a": False,
        "/mnt/share": True,
        "/mnt/share/a/b": True,
        "/mnt/shared": False,
        "/mnt/my pc/a": True,
        "/mnt/share/local/a": False,
    }
    assert not files.is_network(tmp_path, tmp_path / "none")
