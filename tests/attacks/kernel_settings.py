# Opens the kernel's settings for writing. (Opens only: nothing is written.)
import os
for path in ("/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger",
             "/proc/1/mem", "/proc/1/oom_score_adj", "/proc/self/oom_score_adj", "/proc/self/clear_refs", "/proc/kcore", "/proc/kmsg", "/sys/kernel/uevent_helper", "/dev/mem", "/dev/kmsg",
             "/sys/fs/cgroup/cgroup.procs"):
    try:
        os.close(os.open(path, os.O_WRONLY))
        print("BREACH:", path)
    except OSError:
        pass
