// What Swift cannot say: between fork and exec nothing but system calls is allowed, and prctl takes
// arguments without a type.
#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// Sockets, and what could make one without the call; those that lead to this machine alone may be allowed.
static void deny_network(int allows_local) {
#if defined(__x86_64__)
  const unsigned int architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
  const unsigned int architecture = AUDIT_ARCH_AARCH64;
#else
  return;
#endif
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 0, 7),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      // The numbers of the third way of calling that x86-64 has.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 5, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 2),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allows_local ? AF_UNIX : ~0U, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static void allow_below(int set, const char *folder, uint64_t access) {
  struct landlock_path_beneath_attr beneath = {access, open(folder, O_PATH | O_CLOEXEC)};
  if (beneath.parent_fd < 0) return;
  syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
  close(beneath.parent_fd);
}

// A set of rules that allows what it handles in one folder, or nowhere.
static void deny_writing(const char *folder) {
  struct landlock_ruleset_attr rules = {0};
  rules.handled_access_fs =
      LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
      LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
      LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
      LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
  int set = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules.handled_access_fs, 0);
  if (set < 0) return;
  if (folder != NULL) {
    allow_below(set, folder, rules.handled_access_fs);
    // LibreOffice has its socket there, and removes it; no option changes that.
    allow_below(set, "/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE);
  }
  syscall(SYS_landlock_restrict_self, set, 0);
  close(set);
}

static void confine(pid_t parent, const char *folder) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  // It may have ended before that.
  if (getppid() != parent) _exit(127);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return;
  deny_writing(folder);
  deny_network(folder != NULL);
}

static void close_from(unsigned int first) {
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  for (unsigned int file = first; file < files.rlim_cur && file < 65536; file++) close((int)file);
}
#else
static void confine(pid_t parent, const char *folder) {
  (void)parent;
  (void)folder;
}
static void close_from(unsigned int first) {
  for (unsigned int file = first; file < 1024; file++) close((int)file);
}
#endif

static void limit(int resource, uint64_t value) {
  if (value == 0) return;
  struct rlimit bound = {value, value};
  setrlimit(resource, &bound);
}

// What the child does until it is the program.
static void become(const struct child_request *request, pid_t parent) {
  const int reset[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
  for (size_t index = 0; index < sizeof reset / sizeof *reset; index++) {
    signal(reset[index], SIG_DFL);
  }
  setpgid(0, 0);
  // Out of the way first: one may stand where another one goes.
  int files[4];
  for (int index = 0; index < 4; index++) {
    int file = request->descriptors[index];
    int own = file;
    if (file < 0 && index < 3) own = open("/dev/null", index == 0 ? O_RDONLY : O_WRONLY);
    files[index] = own < 0 ? -1 : fcntl(own, F_DUPFD, 10);
  }
  for (int index = 0; index < 4; index++) {
    if (files[index] < 0 ? index < 3 : dup2(files[index], index) < 0) _exit(127);
  }
  close_from(files[3] < 0 ? 3 : 4);
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  limit(RLIMIT_AS, request->memory);
  limit(RLIMIT_CPU, request->seconds);
  // What it writes is on a disk.
  limit(RLIMIT_FSIZE, request->folder == NULL ? 0 : (uint64_t)1 << 30);
  confine(parent, request->folder);
  sigset_t signals;
  sigemptyset(&signals);
  sigprocmask(SIG_SETMASK, &signals, NULL);
  execve(request->program, request->arguments, request->environment);
  _exit(127);
}

pid_t child_start(const struct child_request *request) {
  // No handler of ours may run in the child, which has our memory until it is the program.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  pid_t child = vfork();
  if (child == 0) become(request, parent);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return child;
}

void child_limit_seconds(uint64_t seconds) {
  struct rusage usage;
  struct rlimit bound;
  if (getrusage(RUSAGE_SELF, &usage) != 0 || getrlimit(RLIMIT_CPU, &bound) != 0) return;
  bound.rlim_cur = (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + seconds + 1;
  setrlimit(RLIMIT_CPU, &bound);
}

int child_memory_file(void) {
#ifdef __linux__
  return memfd_create("fiscaltables", MFD_CLOEXEC);
#else
  return -1;
#endif
}

static int remove_one(const char *path, const struct stat *state, int kind, struct FTW *place) {
  (void)state;
  (void)kind;
  (void)place;
  return remove(path);
}

void child_remove_folder(const char *folder) {
  nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
