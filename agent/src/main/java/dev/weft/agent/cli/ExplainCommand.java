package dev.weft.agent.cli;

import dev.weft.agent.transform.AbiMismatchException;
import dev.weft.agent.transform.MethodReport;
import dev.weft.agent.transform.WeaveResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** {@code explain CLASS...}: for each method whether it is woven, why, and what it saves. */
final class ExplainCommand {
  private final PrintStream out;

  ExplainCommand(PrintStream out) {
    this.out = out;
  }

  void run(Arguments arguments) throws IOException {
    if (arguments.operands().isEmpty() && !arguments.substitutions()) {
      throw new UsageException("explain needs at least one class name, or --substitutions");
    }
    try (Workshop workshop =
        new Workshop(arguments, List.of(), message -> out.println("weft: " + message))) {
      if (arguments.substitutions()) {
        workshop.substitutions().rows().forEach(out::println);
      }
      for (String className : arguments.operands()) {
        byte[] bytes =
            workshop
                .classPath()
                .bytes(className.replace('.', '/'))
                .orElseThrow(
                    () ->
                        new UsageException(
                            "there is no class " + className + "; give its --class-path"));
        boolean excluded = arguments.exclude().matches(className.replace('.', '/'));
        explain(bytes, weave(workshop, className, bytes), excluded);
      }
    }
  }

  private static WeaveResult weave(Workshop workshop, String className, byte[] bytes) {
    try {
      return workshop.weaver().weave(bytes);
    } catch (AbiMismatchException e) {
      throw new FailureException(e.getMessage(), e);
    } catch (RuntimeException | AssertionError e) { // ASM says "malformed" by many kinds
      throw new FailureException("cannot read the class file of " + className + ": " + e, e);
    }
  }

  private void explain(byte[] bytes, WeaveResult result, boolean excluded) {
    Map<String, MethodReport> reports = new HashMap<>();
    result.reports().forEach(report -> reports.put(report.method(), report));
    out.println(
        "class "
            + result.className().replace('/', '.')
            + (result.bytes().isPresent() ? "" : " (stays as it is)"));
    ClassNode type = new ClassNode();
    new ClassReader(bytes).accept(type, ClassReader.SKIP_CODE);
    for (MethodNode method : type.methods) {
      String key = method.name + method.desc;
      out.println("  " + (reports.containsKey(key) ? reports.get(key) : plain(key, excluded)));
    }
  }

  private static MethodReport plain(String key, boolean excluded) {
    if (key.startsWith("<init>")) {
      return new MethodReport.Plain(key, "a constructor cannot be suspended");
    }
    if (key.startsWith("<clinit>")) {
      return new MethodReport.Plain(key, "a class initialiser cannot be suspended");
    }
    if (excluded) {
      return new MethodReport.Plain(key, "the class is excluded");
    }
    return new MethodReport.Plain(
        key, "neither marked @Suspendable nor included, nor the body of a suspendable lambda");
  }
}
