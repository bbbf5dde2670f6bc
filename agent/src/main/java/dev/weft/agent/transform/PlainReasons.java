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

  private PlainReasons(ClassNode type, ClassOutline outline, SuspendableLookup lookup) {
    this.type = type;
    this.outline = outline;
    this.lookup = lookup;
  }

  /** The reasons of a loaded class; empty when its class file cannot be found. */
  public static Optional<PlainReasons> of(Class<?> loaded, SuspendableLookup lookup) {
    String name = loaded.getName().replace('.', '/');
    Optional<ClassOutline> outline = lookup.hierarchy().find(name);
    try (InputStream stream = loaded.getClassLoader().getResourceAsStream(name + ".class")) {
      if (stream == null || outline.isEmpty()) {
        return Optional.empty();
      }
      ClassNode type = new ClassNode(RuntimeNames.ASM_API);
      new ClassReader(stream.readAllBytes()).accept(type, ClassReader.EXPAND_FRAMES);
      return Optional.of(new PlainReasons(type, outline.get(), lookup));
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
          && holdsMonitorAt(method, line)) {
        return Optional.of(new PlainReason(Kind.MONITOR, MONITOR));
      }
    }
    return Optional.empty();
  }

  /** Why a method that woven code called ran its plain body. */
  public Optional<PlainReason> ofBody(String name, String descriptor, int line) {
    Optional<MethodOutline> method = outline.method(name, descriptor);
    if (method.isEmpty() || !lookup.isSuspendable(outline, method.get())) {
      return Optional.empty();
    }
    if (method.get().is(Opcodes.ACC_SYNCHRONIZED) || ofCall(name, descriptor, line).isPresent()) {
      return Optional.of(new PlainReason(Kind.MONITOR, MONITOR));
    }
    if (!SuspendableLookup.hasRoomForStack(method.get())) {
      return refused("its arguments take 255 slots, so there is none for the frame stack");
    }
    if (outline.version() <= Opcodes.V1_6) {
      return refused("its class file is older than Java 7; compile it anew");
    }
    return Optional.empty();
  }

  private static Optional<PlainReason> refused(String text) {
    return Optional.of(new PlainReason(Kind.REFUSED, "the method could not be woven: " + text));
  }

  private boolean holdsMonitorAt(MethodNode method, int line) {
    MethodFacts facts = MethodFacts.of(type.name, method);
    CallSites sites = new CallSites(lookup, call -> false);
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
