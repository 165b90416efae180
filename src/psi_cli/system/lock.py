"""The operating system's file locks, which die with the process that held them."""

import errno
import os
import sys

if sys.platform == "win32":
    import msvcrt

    _BEYOND_THE_END = 1 << 40  # Windows locks bytes against readers too: lock none that exist

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file, or tell that another process has it."""
        os.lseek(descriptor, _BEYOND_THE_END, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in {errno.EACCES, errno.EDEADLK}:
                return False
            raise
        return True

else:
    import fcntl

    _NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file, or tell that another process has it.

        On a file system without locks (some network shares) it answers yes: appending one
        whole block is safe there too, and only the order of two writers is left to chance.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
        return True
