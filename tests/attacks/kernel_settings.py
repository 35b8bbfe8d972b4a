# Opens the kernel's settings for writing. (Opens only: nothing is written.)
import os
own = ("/proc/1/mem", "/proc/1/oom_score_adj") if os.stat("/proc/1").st_uid == os.getuid() else ()  # the sandbox's own first process
for path in ("/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger",
             "/proc/1/mem", "/proc/1/oom_score_adj", "/proc/kcore", "/proc/kmsg", "/sys/kernel/uevent_helper", "/dev/mem", "/dev/kmsg",
             "/sys/fs/cgroup/cgroup.procs"):
    if path in own:
        continue
    try:
        os.close(os.open(path, os.O_WRONLY))
        print("BREACH:", path)
    except OSError:
        pass
