package dev.weft.agent.discover;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;

/**
 * The methods of the JDK that woven code calls through a static method instead, which can suspend
 * where the JDK's cannot: the table that Weft has, and what the user added. Immutable.
 */
public final class Substitutions {
  /** Where users add rows; in each folder or jar of a class path. */
  public static final String EXTENSION = "META-INF/weft/substitutions";

  private static final String TABLE = "META-INF/weft/jdk-substitutions";

  private final List<Substitution> rows;
  private final Map<String, List<Substitution>> byName = new HashMap<>();

  private Substitutions(List<Substitution> rows) {
    this.rows = List.copyOf(rows);
    for (Substitution row : rows) {
      List<Substitution> ofName = byName.get(row.name());
      if (ofName == null) { // not computeIfAbsent: the JVM may just be starting
        ofName = new ArrayList<>();
        byName.put(row.name(), ofName);
      }
      ofName.add(row);
    }
  }

  /** What Weft itself substitutes. */
  public static Substitutions builtIn() {
    return BuiltIn.TABLE;
  }

  /** Read when first asked for. */
  private static final class BuiltIn {
    static final Substitutions TABLE = read();

    private static Substitutions read() {
      List<Substitution> rows = new ArrayList<>();
      try (InputStream stream =
          Substitutions.class.getResourceAsStream("/" + Substitutions.TABLE)) {
        for (ListedLine line : ListedLine.of(Substitutions.TABLE, stream.readAllBytes())) {
          rows.add(Substitution.parse(line.text()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Substitutions(rows);
    }
  }

  /** These with more rows, which go before those for the same methods. */
  public Substitutions with(List<Substitution> more) {
    List<Substitution> all = new ArrayList<>(more);
    for (Substitution row : rows) {
      if (more.stream().noneMatch(row::replaces)) {
        all.add(row);
      }
    }
    return new Substitutions(all);
  }

  /** All rows, those of the user first. */
  public List<Substitution> rows() {
    return rows;
  }

  /**
   * What stands for a call; empty for one that is made as it is written. Calls through a subtype
   * that inherits the method count, calls of {@code super} do not.
   *
   * @param caller internal name of the class with the call
   */
  Optional<Substitution> find(
      Hierarchy hierarchy,
      String caller,
      int opcode,
      String owner,
      String name,
      String descriptor) {
    List<Substitution> candidates = byName.get(name);
    if (candidates == null || opcode == Opcodes.INVOKESPECIAL || owner.startsWith("[")) {
      return Optional.empty();
    }
    String declaring = "";
    for (Substitution row : candidates) {
      if (row.fits(name, descriptor)) {
        if (!row.by().receiver().equals(owner)) {
          if (declaring.isEmpty()) {
            declaring = declaring(hierarchy, owner, name, descriptor);
          }
          if (!row.by().receiver().equals(declaring)) {
            continue;
          }
        }
        return row.isCalledPlainlyBy(caller) ? Optional.empty() : Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private static String declaring(
      Hierarchy hierarchy, String owner, String name, String descriptor) {
    Optional<Hierarchy.Declaration> found = hierarchy.resolve(owner, name, descriptor);
    return found.isPresent() ? found.get().owner().name() : owner;
  }

  /** What stands for a method that {@code owner} declares; empty when nothing does. */
  public Optional<CallTarget.Substitute> ofDeclared(
      String caller, String owner, String name, String descriptor) {
    for (Substitution row : byName.getOrDefault(name, List.of())) {
      if (row.fits(name, descriptor)
          && row.by().receiver().equals(owner)
          && row.bodies() != Substitution.Bodies.PLAIN) {
        return row.isCalledPlainlyBy(caller) ? Optional.empty() : Optional.of(row.by());
      }
    }
    return Optional.empty();
  }
}
