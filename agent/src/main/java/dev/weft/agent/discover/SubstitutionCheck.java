package dev.weft.agent.discover;

import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Reads the rows that users add to the table. What is wrong with one is said, with its place and
 * the way out, and the row is ignored.
 */
public final class SubstitutionCheck {
  private final SuspendableLookup lookup;
  private final Consumer<String> log;

  /** A check with the classes of {@code lookup}; {@code log} gets a message per wrong row. */
  public SubstitutionCheck(SuspendableLookup lookup, Consumer<String> log) {
    this.lookup = lookup;
    this.log = log;
  }

  /** The rows that are right; of two for the same method the first. */
  public List<Substitution> rows(List<ListedLine> lines) {
    List<Substitution> rows = new ArrayList<>();
    for (ListedLine line : lines) {
      try {
        Substitution row = Substitution.parse(line.text());
        if (rows.stream().anyMatch(row::replaces)) {
          throw new IllegalArgumentException(
              "a line before stands for the same method; leave one of them out");
        }
        check(row);
        rows.add(row);
      } catch (IllegalArgumentException e) {
        log.accept(
            line.file()
                + " line "
                + line.number()
                + ": "
                + e.getMessage()
                + "; the line is ignored");
      }
    }
    return rows;
  }

  private void check(Substitution row) {
    String owner = row.by().receiver();
    if (!JdkTypes.isJdk(owner)) {
      throw new IllegalArgumentException(
          dotted(owner)
              + " is not a class of the JDK; mark its method @Suspendable, or change its source");
    }
    ClassOutline jdk =
        lookup
            .hierarchy()
            .find(owner)
            .orElseThrow(
                () -> new IllegalArgumentException("this JDK has no class " + dotted(owner)));
    List<MethodOutline> methods = row.declarations(jdk);
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(
          dotted(owner)
              + " declares no method "
              + row.name()
              + source(row.parameters())
              + "; name the class that declares it, and its parameter types in full");
    }
    for (MethodOutline method : methods) {
      checkTarget(row, method);
    }
  }

  private void checkTarget(Substitution row, MethodOutline jdk) {
    String owner = row.by().owner();
    ClassOutline target =
        lookup
            .hierarchy()
            .find(owner)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no class " + dotted(owner) + " on the class path of this file"));
    String descriptor =
        RuntimeNames.substituteDescriptor(
            row.by().receiver(), jdk.descriptor(), jdk.is(Opcodes.ACC_STATIC));
    Optional<MethodOutline> method = target.method(row.by().name(), descriptor);
    String wanted =
        "public static "
            + Type.getReturnType(descriptor).getClassName()
            + " "
            + row.by().name()
            + source(descriptor);
    if (method.isEmpty()
        || !method.get().is(Opcodes.ACC_STATIC)
        || !method.get().is(Opcodes.ACC_PUBLIC)
        || !target.is(Opcodes.ACC_PUBLIC)
        || target.isInterface()) {
      throw new IllegalArgumentException(
          dotted(owner) + " is no public class with a method '" + wanted + "'; write one");
    }
    if (row.bodies() != Substitution.Bodies.PLAIN && !lookup.hasTwin(target, method.get())) {
      throw new IllegalArgumentException(
          dotted(owner)
              + "."
              + row.by().name()
              + " is not suspendable; mark it @Suspendable, or include its class; if it never waits, begin"
              + " the line with plain");
    }
    String guard = row.by().guard();
    if (!guard.isEmpty()
        && target.method(guard, RuntimeNames.guardDescriptor(descriptor)).isEmpty()) {
      throw new IllegalArgumentException(
          dotted(owner)
              + " has no method '"
              + guard
              + "' that takes the same and a Class, and returns a boolean");
    }
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }

  /** The parameters of a descriptor as the source has them. */
  private static String source(String descriptor) {
    List<String> types = new ArrayList<>();
    for (Type type :
        Type.getArgumentTypes(descriptor.endsWith(")") ? descriptor + "V" : descriptor)) {
      types.add(type.getClassName());
    }
    return "(" + String.join(", ", types) + ")";
  }
}
