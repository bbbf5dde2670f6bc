package dev.weft.fuzz.coverage;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How often each cell of the table was hit. Thread-safe. */
final class Cells {
  private static final int OPCODES = 200;

  private final Map<String, AtomicLongArray> columns = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> situations = new ConcurrentHashMap<>();

  void opcode(String column, int opcode) {
    columns.computeIfAbsent(column, name -> new AtomicLongArray(OPCODES)).incrementAndGet(opcode);
  }

  void countAll(String column, BitSet opcodes) {
    opcodes.stream().forEach(opcode -> opcode(column, opcode));
  }

  void situation(String what, String value) {
    situations.computeIfAbsent(what + ": " + value, key -> new LongAdder()).increment();
  }

  long hits(String column, int opcode) {
    AtomicLongArray counts = columns.get(column);
    return counts == null ? 0 : counts.get(opcode);
  }

  Map<String, Long> situations() {
    Map<String, Long> copy = new TreeMap<>();
    situations.forEach((name, count) -> copy.put(name, count.sum()));
    return copy;
  }
}
