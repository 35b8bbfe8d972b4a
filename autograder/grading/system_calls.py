"""The system calls that exist for a learner's code, and their numbers.

A broad script of what learners write (files, threads, processes, pools, asyncio, sqlite, NumPy, Matplotlib)
was traced on Python 3.11, 3.12 and 3.13 with glibc 2.36; what it needs stands here, with its kin on the other
processor. Numbers are those of Linux 6.1: x86-64 from arch/x86/entry/syscalls/syscall_64.tbl, ARM64 from
include/uapi/asm-generic/unistd.h, as libseccomp 2.5.4 gives them; `tests/test_seccomp.py` compares them with
the kernel's headers where those are installed.
"""

_NUMBERS = """
# files and folders
read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69,
pwritev 296 70, lseek 8 62, open 2 -, openat 257 56, creat 85 -, close 3 57, close_range 436 436,
stat 4 -, fstat 5 80, lstat 6 -, newfstatat 262 79, statx 332 291, access 21 -, faccessat 269 48,
faccessat2 439 439, readlink 89 -, readlinkat 267 78, getdents64 217 61, getcwd 79 17, chdir 80 49,
fchdir 81 50, mkdir 83 -, mkdirat 258 34, rmdir 84 -, unlink 87 -, unlinkat 263 35, rename 82 -,
renameat 264 38, renameat2 316 276, link 86 -, linkat 265 37, symlink 88 -, symlinkat 266 36, chmod
90 -, fchmod 91 52, fchmodat 268 53, utimensat 280 88, truncate 76 45, ftruncate 77 46, fallocate
285 47, fadvise64 221 223, fsync 74 82, fdatasync 75 83, statfs 137 43, fstatfs 138 44, umask 95
166, sendfile 40 71, copy_file_range 326 285, getxattr 191 8, lgetxattr 192 9, fgetxattr 193 10,
listxattr 194 11, llistxattr 195 12, flistxattr 196 13,
# descriptors, pipes, waiting
dup 32 23, dup2 33 -, dup3 292 24, pipe 22 -, pipe2 293 59, poll 7 -, ppoll 271 73, select 23 -,
pselect6 270 72, epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22,
recvfrom 45 207, getsockopt 55 209, getsockname 51 204, getpeername 52 205, shutdown 48 210,
# memory
brk 12 214, munmap 11 215, mprotect 10 226, mremap 25 216, madvise 28 233, msync 26 227,
# threads
futex 202 98, set_robust_list 273 99, get_robust_list 274 100, set_tid_address 218 96, rseq 334 293,
sched_yield 24 124, sched_getaffinity 204 123, getcpu 309 168,
# signals and timers of one's own
rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigsuspend 130 133,
rt_sigtimedwait 128 137, sigaltstack 131 132, alarm 37 -, getitimer 36 102, setitimer 38 103, pause
34 -, kill 62 129, tkill 200 130, tgkill 234 131, restart_syscall 219 128,
# processes
exit 60 93, exit_group 231 94, wait4 61 260, waitid 247 95, fork 57 -, vfork 58 -, execve 59 221,
arch_prctl 158 -, prlimit64 302 261, getrlimit 97 163, setrlimit 160 164,
# time and chance
clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115, nanosleep 35 101, gettimeofday
96 169, time 201 -, times 100 153, getrandom 318 278,
# who and where one is
getpid 39 172, gettid 186 178, getppid 110 173, getpgrp 111 -, getpgid 121 155, getsid 124 156,
getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177, getresuid 118 148, getresgid 120
150, getgroups 115 158, getpriority 140 141, getrusage 98 165, uname 63 160, sysinfo 99 179,
# giving up root, before any of the learner's code
capget 125 90, capset 126 91, setgroups 116 159, setresuid 117 147, setresgid 119 149,
# only with some arguments: see ARGUMENTS in seccomp.py
fcntl 72 25, ioctl 16 29, clone 56 220, mmap 9 222, prctl 157 167, socketpair 53 199, sendto 44 206,
rt_sigaction 13 134
"""
"""Of each call: its name, its number on x86-64, its number on ARM64; - where that processor has none."""


def numbers(column: int) -> dict[str, int]:
    """{name: number} of the calls that a processor has; column 0 is x86-64, 1 is ARM64."""
    lines = [line for line in _NUMBERS.splitlines() if not line.startswith("#")]
    rows = [entry.split() for entry in " ".join(lines).split(",")]
    return {name: int(found[column]) for name, *found in rows if found[column] != "-"}
