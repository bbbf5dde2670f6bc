package dev.weft.build;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the parts of {@code dev.weft.abi} that differ only in counts and names: the frame shapes,
 * and the marker interfaces through which implementations of JDK types are called with a stack.
 *
 * <p>Run by the build as a single-file program: {@code java GenerateAbi.java OUTPUT-FOLDER
 * JDK-TYPES-FILE}.
 */
final class GenerateAbi {
  /** Counts a shape may have; a method takes the next larger one. Keep in step with the agent. */
  private static final List<Integer> REFERENCES = List.of(0, 1, 2, 3, 4, 5, 6, 8, 12);

  private static final List<Integer> PRIMITIVES = List.of(0, 1, 2, 3, 4, 6, 8);

  /** Goes before the name of a method to name its woven twin; see docs/adr/0001. */
  private static final String TWIN_PREFIX = "$weft$";

  private GenerateAbi() {}

  public static void main(String[] arguments) throws Exception {
    Path abi = Files.createDirectories(Path.of(arguments[0], "dev", "weft", "abi"));
    for (int references : REFERENCES) {
      for (int primitives : PRIMITIVES) {
        write(abi.resolve(name(references, primitives) + ".java"), shape(references, primitives));
      }
    }
    Path markers = Files.createDirectories(abi.resolve("marker"));
    write(markers.resolve("package-info.java"), MARKER_PACKAGE);
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      if (!line.startsWith("#")) {
        List<String> words = List.of(line.split(" "));
        Class<?> type = Class.forName(words.get(0).replace('/', '.'));
        write(markers.resolve(markerName(type) + ".java"), marker(type, words));
      }
    }
  }

  private static final String MARKER_PACKAGE =
      """
      /**
       * One interface per JDK type whose implementations may suspend: woven classes implement it, and
       * woven call sites test for it.
       */
      package dev.weft.abi.marker;
      """;

  private static String name(int references, int primitives) {
    return "Frame" + references + "x" + primitives;
  }

  private static String each(int count, String format, String separator) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(separator));
  }

  private static String cases(int count, String field) {
    return count == 0
        ? "throw new IndexOutOfBoundsException(index);"
        : "return switch (index) {\n"
            + each(count, "      case # -> " + field + "#;", "\n")
            + "\n      default -> throw new IndexOutOfBoundsException(index);\n    };";
  }

  private static String shape(int references, int primitives) {
    String parameters = each(references, "Object r#, ", "") + each(primitives, "long p#, ", "");
    String assignments =
        each(references, "    frame.r# = r#;\n", "") + each(primitives, "    frame.p# = p#;\n", "");
    String changes =
        each(references, "    if (frame.r# != r#) {\n      frame.r# = r#;\n    }\n", "")
            + each(primitives, "    frame.p# = p#;\n", "");
    String takes =
        each(
            references,
            """
              /** Gives reference # away. */
              public Object take#() {
                Object value = r#;
                r# = null;
                return value;
              }
            """,
            "\n");
    return """
        package dev.weft.abi;

        /** A frame of %2$d references and %3$d primitives. Generated. */
        public final class %1$s extends Frame {
        %4$s%5$s
          private %1$s() {}

          /** Saves a method's values and links the frame. */
          public static void push(%6$sFrameStack stack, Resumer resumer, int tag) {
            %1$s frame;
            try {
              frame = new %1$s();
            } catch (OutOfMemoryError e) {
              frame = retry(stack, e);
            }
        %7$s    frame.resumer = resumer;
            frame.tag = tag;
            stack.link(frame);
          }

          /** Saves a resumed method's values in its old frame and links it. Never throws. */
          public static void refill(%6$s%1$s frame, FrameStack stack, int tag) {
        %11$s    frame.tag = tag;
            stack.relink(frame);
          }

          private static %1$s retry(FrameStack stack, OutOfMemoryError error) {
            OutOfMemoryError failure = error;
            for (; ; ) {
              Rescue.makeRoom(stack, failure);
              try {
                return new %1$s();
              } catch (OutOfMemoryError e) {
                failure = e;
              }
            }
          }

        %8$s%12$s
          @Override
          public int referenceCount() {
            return %2$d;
          }

          @Override
          public int primitiveCount() {
            return %3$d;
          }

          @Override
          public Object reference(int index) {
            %9$s
          }

          @Override
          public long primitive(int index) {
            %10$s
          }
        }
        """
        .formatted(
            name(references, primitives),
            references,
            primitives,
            each(references, "  public Object r#;\n", ""),
            each(primitives, "  public long p#;\n", ""),
            parameters,
            assignments,
            takes,
            cases(references, "r"),
            cases(primitives, "p"),
            changes,
            references == 0
                ? ""
                : "\n  @Override\n  public void dropReferences() {\n"
                    + each(references, "    r# = null;\n", "")
                    + "  }\n");
  }

  private static String markerName(Class<?> type) {
    return type.getName().substring(type.getName().lastIndexOf('.') + 1).replace("$", "");
  }

  private static String marker(Class<?> type, List<String> words) {
    StringBuilder methods = new StringBuilder();
    for (Method method : type.getDeclaredMethods()) {
      String descriptor =
          MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .toMethodDescriptorString();
      if (!words.contains(method.getName() + descriptor)) {
        continue;
      }
      String parameters =
          IntStream.range(0, method.getParameterCount())
              .mapToObj(i -> method.getParameterTypes()[i].getCanonicalName() + " a" + i + ", ")
              .collect(Collectors.joining());
      String result = method.getReturnType().getCanonicalName();
      String exceptions = method.getExceptionTypes().length == 0 ? "" : " throws Exception";
      methods.append(
          """

            /** The woven twin of {@code %1$s}. */
            default %2$s %3$s%1$s(%4$sdev.weft.abi.FrameStack stack)%5$s {
              %6$s%1$s(%7$s);
            }
          """
              .formatted(
                  method.getName(),
                  result,
                  TWIN_PREFIX,
                  parameters,
                  exceptions,
                  result.equals("void") ? "" : "return ",
                  each(method.getParameterCount(), "a#", ", ")));
    }
    return """
        package dev.weft.abi.marker;

        /** What woven implementations of {@link %1$s} also implement. Generated. */
        @SuppressWarnings({"rawtypes", "unchecked", "try"}) // the twins have erased descriptors
        public interface %2$s extends %1$s {
        %3$s}
        """
        .formatted(type.getCanonicalName(), markerName(type), methods);
  }

  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text); // otherwise its time stamp stays, and nothing is recompiled
    }
  }
}
