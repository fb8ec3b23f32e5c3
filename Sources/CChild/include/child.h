#ifndef FISCALTABLES_CHILD_H
#define FISCALTABLES_CHILD_H

#include <stdint.h>
#include <sys/types.h>

/// How a program is started.
struct child_request {
  /// The program; its arguments and its environment, each with a null behind the last.
  const char *program;
  char *const *arguments;
  char *const *environment;
  /// What becomes its descriptors 0 to 3, and all that it has; -1 is nothing, `/dev/null` for 0 to 2.
  int descriptors[4];
  /// How many bytes of addresses and how many seconds of processor time it may take; 0 is any.
  uint64_t memory;
  uint64_t seconds;
  /// The folder below which alone it may write files; null where it may write none.
  const char *folder;
};

/// Starts a program in a process group of its own that ends with the calling thread, has no network and
/// writes no file but in its folder where the system can see to that; -1 where it cannot be started.
pid_t child_start(const struct child_request *request);

/// Lets this process take as many more seconds of processor time from now on.
void child_limit_seconds(uint64_t seconds);

/// Removes a folder with all that is in it.
void child_remove_folder(const char *folder);

/// A file in memory alone, which no path leads to; -1 where there is none.
int child_memory_file(void);

#endif
