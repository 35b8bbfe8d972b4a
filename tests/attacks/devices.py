# Makes and opens devices.
import os, stat
for what, attempt in {"mknod": lambda: os.mknod("/tmp/disk", 0o600 | stat.S_IFBLK, os.makedev(8, 0)),
                      "sda": lambda: os.open("/dev/sda", os.O_RDONLY), "vda": lambda: os.open("/dev/vda", os.O_RDONLY),
                      "mem": lambda: os.open("/dev/mem", os.O_RDONLY), "kvm": lambda: os.open("/dev/kvm", os.O_RDWR),
                      "fuse": lambda: os.open("/dev/fuse", os.O_RDWR)}.items():
    try:
        attempt()
        print("BREACH:", what)
    except OSError:
        pass
