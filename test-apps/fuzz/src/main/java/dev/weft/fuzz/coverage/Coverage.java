package dev.weft.fuzz.coverage;

import dev.weft.fuzz.run.Trial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The coverage table: instruction by place at a suspend point, and further situations. A cell
 * counts calls, in the code of programs, at which a frame was really captured.
 */
public final class Coverage implements Trial.Observer {
  /** A cell with fewer hits is not covered. */
  public static final int WANTED = 100;

  private final Cells cells = new Cells();

  @Override
  public void judged(Map<String, byte[]> classes, BitSet capturedLines) {
    if (capturedLines.isEmpty()) {
      return;
    }
    for (byte[] bytes : classes.values()) {
      ClassNode type = new ClassNode();
      new ClassReader(bytes).accept(type, ClassReader.SKIP_FRAMES);
      for (MethodNode method : type.methods) {
        if (method.instructions.size() > 0) {
          Situations.count(type.name, method, capturedLines, cells);
        }
      }
    }
  }

  /** What is wrong with the table: cells that are hit too rarely, and such as cannot be hit. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (String column : Table.COLUMNS) {
      for (int opcode : Table.opcodes()) {
        long hits = cells.hits(column, opcode);
        boolean reachable = Table.unreachable(column, opcode).isEmpty();
        if (reachable && hits < WANTED) {
          faults.add(column + " " + Table.name(opcode) + ": " + hits);
        } else if (!reachable && hits > 0) {
          faults.add(column + " " + Table.name(opcode) + ": " + hits + ", said to be unreachable");
        }
      }
    }
    Map<String, Long> situations = cells.situations();
    for (String situation : Table.SITUATIONS) {
      long hits = situations.getOrDefault(situation, 0L);
      if (hits < WANTED) {
        faults.add(situation + ": " + hits);
      }
    }
    return faults;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("instruction       ");
    Table.COLUMNS.forEach(column -> text.append("%11s".formatted(column)));
    text.append('\n');
    for (int opcode : Table.opcodes()) {
      text.append("%-18s".formatted(Table.name(opcode)));
      for (String column : Table.COLUMNS) {
        boolean reachable = Table.unreachable(column, opcode).isEmpty();
        long hits = cells.hits(column, opcode);
        text.append(reachable || hits > 0 ? "%11d".formatted(hits) : "          -");
      }
      text.append('\n');
    }
    cells.situations().forEach((name, count) -> text.append("%-45s%11d%n".formatted(name, count)));
    Table.unreachable()
        .forEach(
            (reason, names) ->
                text.append("- ").append(reason).append(" (").append(names.size()).append(")\n"));
    return text.toString();
  }

  /** In one line. */
  public String summary() {
    int reachable = Table.SITUATIONS.size();
    for (String column : Table.COLUMNS) {
      for (int opcode : Table.opcodes()) {
        reachable += Table.unreachable(column, opcode).isEmpty() ? 1 : 0;
      }
    }
    return "%d cells, %d of them below %d".formatted(reachable, faults().size(), WANTED);
  }
}
