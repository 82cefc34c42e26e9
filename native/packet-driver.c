// SPDX-License-Identifier: Apache-2.0
//
// Sends frames into a link's receive path from inside the kernel, and says what that took: for measuring what netfilter hooks add
// to a packet. bpf(BPF_PROG_TEST_RUN) with BPF_F_TEST_XDP_LIVE_FRAMES runs a program over frames that the kernel makes for it, and
// XDP_PASS hands each to the network stack as if the link had received it (net/bpf/test_run.c, xdp_test_run_batch()). No packet
// socket, no system call per packet.
//
// It knows no protocol. A stream is a frame and what differs from packet to packet: FIELDS places in the frame, and RECORDS
// times what stands there. The records are used in turn, over and over; their order is the caller's, so that every ruleset sees the
// same packets, and a shuffled order leaves no key in a cache by accident.
//
//   packet-driver LINK CPU     in the link's network namespace; one thread, kept on that processor
//
// One command a line on standard input, one answer a line on standard output, "ok ..." or "error ...":
//   load FILE   reads a stream, in place of the one before             ok RECORDS
//   run COUNT   sends COUNT packets from where the last run ended      ok CPU_NS WALL_NS   (of this thread, for all of them)
//
// A stream file, in the machine's byte order: u32 magic "PKS1", u32 frame length, u32 number of fields, u32 record length, u32 number
// of records (a power of two); per field u16 offset in the frame, u16 width (1, 2, 4 or 8); the frame; the records, each with its
// fields side by side and as many bytes of nothing as make up the record length.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAGIC 0x31534b50u
#define MAX_FRAME 1024u
#define MAX_FIELDS 16u
#define MAX_RECORD 128u
#define MAX_RECORDS (1u << 20)
#define BATCH 64
// The map's one value begins with the number of the next record; records follow in a cache line of their own.
#define RECORDS_AT 64

struct header {
  uint32_t magic, frame, fields, record, records;
};

struct field {
  uint16_t offset, width;
};

static struct bpf_insn code[32 + 2 * MAX_FIELDS];
static int length;
static int sender = -1, records = -1;
static unsigned char frame[MAX_FRAME];
static uint32_t frame_length;

static int bpf(int command, union bpf_attr *attributes) {
  return (int)syscall(SYS_bpf, command, attributes, sizeof(*attributes));
}

static void add(int op, int to, int from, int offset, int value) {
  code[length++] = (struct bpf_insn){
      .code = (uint8_t)op, .dst_reg = (uint8_t)to, .src_reg = (uint8_t)from, .off = (int16_t)offset, .imm = value};
}

static void end_with(int verdict) {
  add(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, verdict);
  add(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

static int load_program(void) {
  union bpf_attr a = {0};
  a.prog_type = BPF_PROG_TYPE_XDP;
  a.insns = (uintptr_t)code;
  a.insn_cnt = (uint32_t)length;
  a.license = (uintptr_t) "GPL";
  return bpf(BPF_PROG_LOAD, &a);
}

static int size_of(unsigned width) {
  return width == 1 ? BPF_B : width == 2 ? BPF_H : width == 4 ? BPF_W : BPF_DW;
}

// r7: the frame; r1: the record; the rest is scratch.
static int load_sender(const struct header *head, const struct field *fields) {
  length = 0;
  add(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_7, BPF_REG_1, offsetof(struct xdp_md, data), 0);
  add(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_3, BPF_REG_1, offsetof(struct xdp_md, data_end), 0);
  add(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_2, BPF_REG_7, 0, 0);
  add(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, (int)head->frame);
  add(BPF_JMP | BPF_JLE | BPF_X, BPF_REG_2, BPF_REG_3, 2, 0);
  end_with(XDP_ABORTED);
  add(BPF_LD | BPF_DW | BPF_IMM, BPF_REG_1, BPF_PSEUDO_MAP_VALUE, 0, records);
  add(0, 0, 0, 0, 0);
  add(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_4, BPF_REG_1, 0, 0);
  add(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_5, BPF_REG_4, 0, 0);
  add(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_5, 0, 0, 1);
  add(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_1, BPF_REG_5, 0, 0);
  add(BPF_ALU64 | BPF_AND | BPF_K, BPF_REG_4, 0, 0, (int)head->records - 1);
  add(BPF_ALU64 | BPF_MUL | BPF_K, BPF_REG_4, 0, 0, (int)head->record);
  add(BPF_ALU64 | BPF_ADD | BPF_X, BPF_REG_1, BPF_REG_4, 0, 0);
  int at = RECORDS_AT;
  for (uint32_t i = 0; i < head->fields; i++) {
    int size = size_of(fields[i].width);
    add(BPF_LDX | BPF_MEM | size, BPF_REG_8, BPF_REG_1, at, 0);
    add(BPF_STX | BPF_MEM | size, BPF_REG_7, BPF_REG_8, fields[i].offset, 0);
    at += fields[i].width;
  }
  end_with(XDP_PASS);
  return load_program();
}

// What is wrong with a stream, or NULL.
static const char *defect(const struct header *head, const struct field *fields) {
  if (head->magic != MAGIC) return "not a stream of this machine's byte order";
  if (head->frame < 14 || head->frame > MAX_FRAME) return "the frame's length is out of bounds";
  if (head->fields < 1 || head->fields > MAX_FIELDS) return "the number of fields is out of bounds";
  if (head->records < 1 || head->records > MAX_RECORDS || (head->records & (head->records - 1)))
    return "the number of records is not a power of two, or too large";
  uint32_t used = 0;
  for (uint32_t i = 0; i < head->fields; i++) {
    unsigned width = fields[i].width;
    if (width != 1 && width != 2 && width != 4 && width != 8) return "a field's width is not 1, 2, 4 or 8";
    if (fields[i].offset + width > head->frame) return "a field stands outside of the frame";
    used += width;
  }
  if (head->record < used || head->record > MAX_RECORD) return "the record's length is out of bounds";
  return NULL;
}

static int read_all(int fd, void *to, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t n = read(fd, (char *)to + done, size - done);
    if (n <= 0) {
      if (n == 0) errno = ENODATA;
      return -1;
    }
    done += (size_t)n;
  }
  return 0;
}

static void failed(const char *what) {
  printf("error %s: %s\n", what, strerror(errno));
}

// Makes the map and its one value.
static int load_records(int fd, const struct header *head) {
  size_t size = RECORDS_AT + (size_t)head->record * head->records;
  char *value = calloc(1, size);
  if (!value) return -1;
  int map = -1;
  if (read_all(fd, value + RECORDS_AT, size - RECORDS_AT) == 0) {
    union bpf_attr a = {0};
    a.map_type = BPF_MAP_TYPE_ARRAY;
    a.key_size = sizeof(uint32_t);
    a.value_size = (uint32_t)size;
    a.max_entries = 1;
    map = bpf(BPF_MAP_CREATE, &a);
  }
  if (map >= 0) {
    uint32_t key = 0;
    union bpf_attr a = {0};
    a.map_fd = (uint32_t)map;
    a.key = (uintptr_t)&key;
    a.value = (uintptr_t)value;
    if (bpf(BPF_MAP_UPDATE_ELEM, &a) < 0) {
      close(map);
      map = -1;
    }
  }
  free(value);
  return map;
}

static void load(const char *path) {
  struct header head;
  struct field fields[MAX_FIELDS];
  if (sender >= 0) {
    close(sender);
    close(records);
    sender = records = -1;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return failed(path);
  if (read_all(fd, &head, sizeof(head)) < 0 || head.fields > MAX_FIELDS ||
      read_all(fd, fields, head.fields * sizeof(*fields)) < 0) {
    failed(path);
  } else if (defect(&head, fields)) {
    printf("error %s: %s\n", path, defect(&head, fields));
  } else if (read_all(fd, frame, head.frame) < 0 || (records = load_records(fd, &head)) < 0) {
    failed(path);
  } else if ((sender = load_sender(&head, fields)) < 0) {
    failed("loading the sending program");
    close(records);
    records = -1;
  } else {
    frame_length = head.frame;
    printf("ok %u\n", head.records);
  }
  close(fd);
}

static uint64_t now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void run(unsigned index, unsigned count) {
  if (sender < 0) {
    printf("error no stream is loaded\n");
    return;
  }
  struct xdp_md context = {.data_end = frame_length, .ingress_ifindex = index};
  union bpf_attr a = {0};
  a.test.prog_fd = (uint32_t)sender;
  a.test.data_in = (uintptr_t)frame;
  a.test.data_size_in = frame_length;
  a.test.ctx_in = (uintptr_t)&context;
  a.test.ctx_size_in = sizeof(context);
  a.test.repeat = count;
  a.test.batch_size = BATCH;
  a.test.flags = BPF_F_TEST_XDP_LIVE_FRAMES;
  uint64_t wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID);
  int result = bpf(BPF_PROG_TEST_RUN, &a);
  cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
  wall = now(CLOCK_MONOTONIC) - wall;
  if (result < 0) return failed("BPF_PROG_TEST_RUN with live frames");
  printf("ok %llu %llu\n", (unsigned long long)cpu, (unsigned long long)wall);
}

// Native XDP on the link: without it the link has no receive queue that a frame could claim to come from.
static int attach(unsigned index) {
  length = 0;
  end_with(XDP_PASS);
  int pass = load_program();
  if (pass < 0) return -1;
  union bpf_attr a = {0};
  a.link_create.prog_fd = (uint32_t)pass;
  a.link_create.target_ifindex = index;
  a.link_create.attach_type = BPF_XDP;
  a.link_create.flags = XDP_FLAGS_DRV_MODE;
  int link = bpf(BPF_LINK_CREATE, &a);
  // A second sender finds the first one's there, which does as well.
  return link < 0 && errno == EBUSY ? 0 : link;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s LINK CPU\n", argv[0]);
    return 2;
  }
  unsigned index = if_nametoindex(argv[1]);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET((size_t)atoi(argv[2]), &one);
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (index == 0) {
    failed(argv[1]);
    return 1;
  }
  if (sched_setaffinity(0, sizeof(one), &one) < 0) {
    failed("keeping to one processor");
    return 1;
  }
  if (attach(index) < 0) {
    failed("attaching XDP to the link");
    return 1;
  }
  printf("ok ready\n");
  char line[4096], path[4096];
  unsigned count;
  while (fgets(line, sizeof(line), stdin)) {
    if (sscanf(line, "load %4095s", path) == 1) {
      load(path);
    } else if (sscanf(line, "run %u", &count) == 1 && count > 0) {
      run(index, count);
    } else {
      printf("error unknown command\n");
    }
  }
  return 0;
}
