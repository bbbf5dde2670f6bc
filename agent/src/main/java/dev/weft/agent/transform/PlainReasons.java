package dev.weft.agent.transform;

import dev.weft.abi.PlainReason;
import dev.weft.abi.PlainReason.Kind;
import dev.weft.agent.analysis.MethodFacts;
import dev.weft.agent.discover.ClassOutline;
import dev.weft.agent.discover.MethodOutline;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.names.RuntimeNames;
import dev.weft.agent.plan.CallSites;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Explains afterwards why a method of a class ran as plain code, from the class file again. */
public final class PlainReasons {
  private static final String MONITOR =
      "a monitor is held there (synchronized), and a monitor belongs to the thread;"
          + " suspend outside of the synchronized block";

  private final ClassNode type;
  private final ClassOutline outline;
  private final SuspendableLookup lookup;
  private final WeaveResult result;

  private PlainReasons(
      ClassNode type, ClassOutline outline, SuspendableLookup lookup, WeaveResult result) {
    this.type = type;
    this.outline = outline;
    this.lookup = lookup;
    this.result = result;
  }

  /** The reasons of a loaded class; empty when its class file cannot be found. */
  public static Optional<PlainReasons> of(
      Class<?> loaded, SuspendableLookup lookup, ClassWeaver weaver) {
    String name = loaded.getName().replace('.', '/');
    Optional<ClassOutline> outline = lookup.hierarchy().find(name);
    try (InputStream stream = loaded.getClassLoader().getResourceAsStream(name + ".class")) {
      if (stream == null || outline.isEmpty()) {
        return Optional.empty();
      }
      ClassNode type = new ClassNode(RuntimeNames.ASM_API);
      byte[] bytes = stream.readAllBytes();
      ClassReader reader = new ClassReader(bytes);
      if (OldClassFile.isOld(outline.get().version())) {
        reader = OldClassFile.modernized(reader, lookup.hierarchy()).orElse(reader);
      }
      reader.accept(type, ClassReader.EXPAND_FRAMES);
      return Optional.of(new PlainReasons(type, outline.get(), lookup, weaver.weave(bytes)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // an explanation is not worth a second error
    }
  }

  /** Why the woven body of a method made the call on this line as plain code. */
  public Optional<PlainReason> ofCall(String bodyName, String descriptor, int line) {
    String name = plainName(bodyName);
    boolean resume = bodyName.startsWith(RuntimeNames.RESUME_PREFIX);
    for (MethodNode method : type.methods) {
      if (method.name.equals(name)
          && (resume || method.desc.equals(RuntimeNames.plainDescriptor(descriptor)))
          && isAnalysable(method)
          && holdsMonitorAt(method, line)) {
        return Optional.of(new PlainReason(Kind.MONITOR, MONITOR));
      }
    }
    return Optional.empty();
  }

  /** Why a method that woven code called ran its plain body. */
  public Optional<PlainReason> ofBody(String name, String descriptor, int line) {
    if (lookup.isExcluded(outline.name())) {
      return Optional.of(
          new PlainReason(
              Kind.EXCLUDED,
              "its class is excluded by the agent's exclude= option; take it out of there, or call"
                  + " it where nothing suspends"));
    }
    Optional<MethodOutline> method = outline.method(name, descriptor);
    if (method.isEmpty() || !lookup.isSuspendable(outline, method.get())) {
      return Optional.empty();
    }
    if (method.get().is(Opcodes.ACC_SYNCHRONIZED)) {
      return Optional.of(new PlainReason(Kind.MONITOR, MONITOR));
    }
    for (MethodReport report : result.reports()) {
      if (report.method().equals(name + descriptor)) {
        return ofReport(report, name, descriptor, line);
      }
    }
    return Optional.empty();
  }

  private Optional<PlainReason> ofReport(
      MethodReport report, String name, String descriptor, int line) {
    if (report instanceof MethodReport.Refused refused) {
      return Optional.of(
          new PlainReason(
              Kind.REFUSED, "the method could not be woven: " + refused.refusal().text()));
    }
    Optional<PlainReason> monitor = ofCall(name, descriptor, line);
    if (monitor.isPresent()) {
      return monitor;
    }
    if (report instanceof MethodReport.Leaf) {
      return Optional.of(new PlainReason(Kind.TRANSPARENT, "it has no suspend point"));
    }
    return report instanceof MethodReport.Woven
        ? Optional.of(
            new PlainReason(
                Kind.CALLED_PLAINLY,
                "the method is woven, but this call of it was plain: it went through a type of the JDK"
                    + " that Weft has no marker for (Comparable, Object, ...), a method handle, or native"
                    + " code; call it through its own class or an interface of yours"))
        : Optional.empty();
  }

  private boolean isAnalysable(MethodNode method) {
    return result.reports().stream()
        .anyMatch(
            report ->
                report.method().equals(method.name + method.desc)
                    && !(report instanceof MethodReport.Refused));
  }

  private boolean holdsMonitorAt(MethodNode method, int line) {
    MethodFacts facts = MethodFacts.of(type.name, method);
    CallSites sites = new CallSites(lookup, type.name, call -> false);
    for (int i = 0; i < facts.flow().size(); i++) {
      if (sites.isPinnedByMonitor(facts, i) && (line < 1 || facts.line(i) == line)) {
        return true;
      }
    }
    return false;
  }

  private static String plainName(String bodyName) {
    if (bodyName.startsWith(RuntimeNames.RESUME_PREFIX)) {
      return bodyName.substring(bodyName.indexOf('$', RuntimeNames.RESUME_PREFIX.length()) + 1);
    }
    return bodyName.startsWith(RuntimeNames.TWIN_PREFIX)
        ? bodyName.substring(RuntimeNames.TWIN_PREFIX.length())
        : bodyName;
  }
}
