// What vector units can do and Swift cannot say: sixteen boxes held against one thing at once, the answer a bit each.
#ifndef CBOXSCAN_H
#define CBOXSCAN_H

#include <stdint.h>

// Coordinates are kept as whole numbers of steps: of the tree (below 2^30 of them along its extent), and in nodes of frames
// (below 2^15), whose steps are 2^shift of those. Both keep the order of numbers.
//
// A node: minX of its sixteen boxes, then minY, minZ, maxX, maxY, maxZ, in steps of its frame; then the frame. A leaf: the same,
// in the frame of its parent; then the numbers of its boxes. Either has 256 bytes at a multiple of 64. No step is INT16_MAX.

enum { boxscan_fan = 16, boxscan_boxes = 6 * boxscan_fan, boxscan_node = 8 * boxscan_fan };

/// The step of what is behind all boxes: less than INT16_MAX in the frame of the whole tree.
enum { boxscan_behind = (INT16_MAX << 15) - 1 };

/// Where the steps of a frame begin, in steps of the tree, and how many of those each is, as a power of two: less than 16.
/// Parents of leaves have frames of their own, all other nodes that of the whole.
typedef struct {
  int32_t corner[3];
  uint32_t shift;
} boxscan_frame;

/// Which nodes are believed: bit n mod 64 of word n / 64, set by any thread. `verify` is asked for those that are not yet; it
/// answers 0 for one that is damaged.
typedef struct {
  const uint64_t *_Nullable known;
  void *_Nullable owner;
  int (*_Nullable verify)(void *_Nonnull owner, uint32_t node);
} boxscan_trust;

/// A tree as plain words: its leaves are tier 0, its root is tier `top`.
typedef struct {
  /// Leaves first, the root last: 128 words each. Where a node has no child there is a box that nothing meets, from INT16_MAX to
  /// −1.
  const int16_t *_Nonnull nodes;
  /// Six doubles each, in the order of the leaves.
  const double *_Nonnull items;
  /// Node n of a tier above the leaves has the children 16 n + `children` + 0 … 15, as numbers of 32 bits.
  uint32_t children[8];
  /// What steps are counted from (the fourth is nothing), and how many make a unit of the coordinates.
  double corner[4], scale;
  uint32_t count, top, root;
  /// Without words, every node is believed.
  boxscan_trust trust;
} boxscan_tree;

/// How many questions are taken at once. For answers there must be room for sixteen.
enum { boxscan_most_questions = 64 };

/// The answer where a node is damaged.
#define boxscan_damaged UINT32_MAX

/// The answer where there was no room for those that there are.
#define boxscan_too_many (UINT32_MAX - 1)

/// Looks for the boxes that a question meets, borders included, and writes their numbers to `hits`: room for sixteen or more.
/// @return how many they are; `boxscan_too_many`; `boxscan_damaged` where a node must not be believed.
uint32_t boxscan_ask(const boxscan_tree *_Nonnull tree, double minX, double minY, double minZ, double maxX, double maxY,
                     double maxZ, uint32_t *_Nonnull hits, uint32_t room);

/// Looks for the boxes that each of `count` questions (six doubles) meets, borders included. Writes their numbers to `hits`,
/// question by question, and how many each has to `counts`.
/// @return how many questions were answered; less than `count` where there was no room for the answers of the next;
/// `boxscan_damaged` where a node must not be believed.
uint32_t boxscan_search(const boxscan_tree *_Nonnull tree, const double *_Nonnull questions, uint32_t count,
                        uint32_t *_Nonnull counts, uint32_t *_Nonnull hits, uint32_t room);

/// Asks for memory that will be read soon, whatever is there.
static inline void boxscan_fetch(const void *_Nonnull start, long bytes) {
  __builtin_prefetch(start);
  __builtin_prefetch((const char *)start + bytes - 1);
}

/// A coordinate in steps of the tree; what is before its extent is −1, what is behind it beyond all boxes.
static inline int32_t boxscan_steps(double coordinate, double corner, double scale) {
  const double steps = (coordinate - corner) * scale;
  // Written so that what is no number is before.
  return steps >= 0 ? (steps < boxscan_behind ? (int32_t)steps : boxscan_behind) : -1;
}

/// The frame of a node that is no leaf, and the numbers of a leaf's boxes.
static inline const boxscan_frame *_Nonnull boxscan_frame_of(const int16_t *_Nonnull node) {
  return (const boxscan_frame *)(node + boxscan_boxes);
}
static inline const uint32_t *_Nonnull boxscan_numbers(const int16_t *_Nonnull leaf) {
  return (const uint32_t *)(leaf + boxscan_boxes);
}

/// The squared distances from a place to the sixteen boxes of `node`, in its steps, each way along an axis taken `slack` shorter.
void boxscan_distances(const int16_t *_Nonnull node, float x, float y, float z, float slack, float *_Nonnull squared);

#endif
