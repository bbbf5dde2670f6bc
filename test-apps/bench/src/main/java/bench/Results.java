package bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** All that a run has measured so far. */
final class Results {

  private final Map<Row, Map<Column, Samples>> times = new TreeMap<>();
  private final Map<Integer, Map<Column, HeapSize>> heap = new TreeMap<>();

  Samples times(Row row, Column column) {
    return times
        .computeIfAbsent(row, unused -> new LinkedHashMap<>())
        .computeIfAbsent(column, unused -> new Samples());
  }

  void heap(int depth, Column column, HeapSize size) {
    heap.computeIfAbsent(depth, unused -> new LinkedHashMap<>()).put(column, size);
  }

  Iterable<Row> rows() {
    return times.keySet();
  }

  Iterable<Integer> depths() {
    return heap.keySet();
  }

  Optional<Samples> find(Row row, Column column) {
    return Optional.ofNullable(times.getOrDefault(row, Map.of()).get(column));
  }

  Optional<HeapSize> findHeap(int depth, Column column) {
    return Optional.ofNullable(heap.getOrDefault(depth, Map.of()).get(column));
  }

  /** The median of a cell in ns, if it was measured. */
  OptionalDouble median(Row row, Column column) {
    Optional<Samples> cell = find(row, column);
    return cell.isPresent() ? OptionalDouble.of(cell.get().median()) : OptionalDouble.empty();
  }
}
